import { body, line } from '@trellis/rpc'

export { body, email, fullName, id, instant, limit, line, storable, username } from '@trellis/rpc'

/** What a profile says about its user. */
export const bio = body(2_000)
/** The name of a tag or a category. */
export const name = line(100)
/** A text to search for. Short: the cost of a search grows with its length. */
export const query = line(64)
