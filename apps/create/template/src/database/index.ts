import { type Connection as ConnectionOf, defineDatabase, type Store as StoreOf } from '@trellis/store'
import { derive } from './derived.ts'
import { type Relations, relate } from './relations.ts'
import { defineTables, type Tables } from './tables.ts'

export const database = defineDatabase({
  name: 'harbour',
  tables: defineTables,
  relations: relate,
  derived: derive,
  migrations: new URL('../../migrations', import.meta.url),
})

export type Connection = ConnectionOf<Tables, Relations>
export type Store = StoreOf<Tables, Relations>
export type { Relations, Tables }
