import { body, line, usernames } from '@trellis/rpc'

export { body, email, fullName, id, instant, limit, line, storable } from '@trellis/rpc'

/** A name to sign in with. */
export const username = usernames(['trellis'])
/** The content of a profile. */
export const bio = body(2_000)
/** The name of a tag or a category. */
export const name = line(100)
/** A text to search for. The length is limited: the cost of a search grows with it. */
export const query = line(64)
