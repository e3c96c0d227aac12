import { body, line } from '@trellis/rpc'
import { z } from 'zod'

export { body, id, instant, limit, line, storable } from '@trellis/rpc'

/** Letters and digits of any script with dots, dashes and underscores between. */
export const username = line(50).regex(
  /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u,
  'Use letters, digits, dots, dashes and underscores',
)
/** An e-mail address. */
export const email = line(254).pipe(z.email({ pattern: z.regexes.unicodeEmail, error: 'Not an e-mail address' }))
/** A full name. */
export const fullName = line(200)
/** What a profile says about its user. */
export const bio = body(2_000)
/** The name of a tag or a category. */
export const name = line(100)
/** A text to search for. Short: the cost of a search grows with its length. */
export const query = line(64)
