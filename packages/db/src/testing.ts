import { type TestDatabases, testDatabases } from '@trellis/store/testing'
import { database } from './database.ts'
import type { Relations } from './relations.ts'
import type { Tables } from './tables.ts'

export {
  checkIntegrity,
  explain,
  overlapWrites,
  startTemplates,
  type Templates,
  type TestDatabase,
} from '@trellis/store/testing'

type Blog = TestDatabases<Tables, Relations>
const databases: Blog = testDatabases(database)
export const createTestDatabase: Blog['createTestDatabase'] = databases.createTestDatabase
export const createTestStore: Blog['createTestStore'] = databases.createTestStore
