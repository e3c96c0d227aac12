import type { Row } from './authorization-world.ts'
import { authorization as categories } from './categories/authorization.ts'
import { authorization as comments } from './comments/authorization.ts'
import { authorization as employees } from './employees/authorization.ts'
import { authorization as feed } from './feed/authorization.ts'
import { authorization as follows } from './follows/authorization.ts'
import { authorization as likes } from './likes/authorization.ts'
import { authorization as posts } from './posts/authorization.ts'
import { authorization as profiles } from './profiles/authorization.ts'
import { authorization as search } from './search/authorization.ts'
import { authorization as stats } from './stats/authorization.ts'
import { authorization as tags } from './tags/authorization.ts'
import { authorization as users } from './users/authorization.ts'
import { authorization as viewer } from './viewer/authorization.ts'

/**
 * Who may call what: a row for every procedure, and one for each call whose outcome depends on its input too. Database
 * rows that several callers may change belong to `self`.
 */
export const authorization: Row[] = [
  ...users,
  ...profiles,
  ...posts,
  ...tags,
  ...categories,
  ...comments,
  ...likes,
  ...follows,
  ...feed,
  ...employees,
  ...search,
  ...stats,
  ...viewer,
]
