import { authorization as categories } from './categories.ts'
import { authorization as comments } from './comments.ts'
import { authorization as employees } from './employees.ts'
import { authorization as feed } from './feed.ts'
import { authorization as follows } from './follows.ts'
import { authorization as likes } from './likes.ts'
import { authorization as posts } from './posts.ts'
import { authorization as profiles } from './profiles.ts'
import { authorization as search } from './search.ts'
import { authorization as stats } from './stats.ts'
import { authorization as tags } from './tags.ts'
import { authorization as users } from './users.ts'
import { authorization as viewer } from './viewer.ts'
import type { Row } from './world.ts'

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
