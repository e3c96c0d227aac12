import { database } from '../../database.ts'

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
} = database.schema('postgres').tables
