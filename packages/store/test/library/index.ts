import { type Connection as ConnectionOf, defineDatabase, type Store as StoreOf } from '../../src/index.ts'
import { testDatabases } from '../../src/testing.ts'
import { derive } from './derived.ts'
import { type Relations, relate } from './relations.ts'
import { defineTables, type Tables } from './tables.ts'

export { Equipment, MAX_NOTE_DEPTH, type Tables } from './tables.ts'

/** The domain on which the kit is tested: a library. */
export const library = defineDatabase({
  name: 'library',
  tables: defineTables,
  relations: relate,
  derived: derive,
  migrations: new URL('./migrations', import.meta.url),
})
export const { openStore, prepared, preparedVariants } = library
export const { createTestDatabase, createTestStore } = testDatabases(library)

export type Connection = ConnectionOf<Tables, Relations>
export type Store = StoreOf<Tables, Relations>
