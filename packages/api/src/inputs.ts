import { body, line } from '@trellis/rpc'

export { body, email, fullName, id, instant, limit, line, storable, username } from '@trellis/rpc'

/** The content of a profile. */
export const bio = body(2_000)
/** The name of a tag or a category. */
export const name = line(100)
/** A text to search for. The length is limited: the cost of a search grows with it. */
export const query = line(64)
