import {
  type Connection as ConnectionOf,
  type DomainDatabase,
  defineDatabase,
  type Store as StoreOf,
} from '@trellis/store'
import { derive } from './derived.ts'
import { type Relations, relate } from './relations.ts'
import { defineTables, type Tables } from './tables.ts'

type Blog = DomainDatabase<Tables, Relations>

/** The blog's database. */
export const database: Blog = defineDatabase({
  name: 'trellis',
  tables: defineTables,
  relations: relate,
  derived: derive,
  migrations: new URL('../migrations', import.meta.url),
})

// With explicit types, because the compiler would otherwise write every column into the declarations.
export const openStore: Blog['openStore'] = database.openStore
export const migrate: Blog['migrate'] = database.migrate
export const miscounts: Blog['miscounts'] = database.miscounts
export const prepared: Blog['prepared'] = database.prepared
export const preparedVariants: Blog['preparedVariants'] = database.preparedVariants

/** A connection to the blog's database. */
export type Connection = ConnectionOf<Tables, Relations>
/** The blog's database, open. */
export type Store = StoreOf<Tables, Relations>
