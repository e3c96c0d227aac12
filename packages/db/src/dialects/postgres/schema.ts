import { relate } from '../../relations.ts'
import { defineTables } from '../../tables.ts'
import { columns } from './columns.ts'

/** The tables of this dialect. */
export const tables = defineTables(columns)
/** Their relations. */
export const relations = relate(tables)

// drizzle-kit reads the tables as named exports.
export const {
  users,
  profiles,
  categories,
  tags,
  posts,
  postTags,
  comments,
  likes,
  follows,
  employees,
  sessions,
  accounts,
  verifications,
  rateLimits,
} = tables
