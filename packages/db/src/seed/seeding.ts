import type { Connection } from '../database.ts'
import type { Demo } from '../demo.ts'

/** The demo content, the time that its times are relative to, and the connection. */
export type Seeding = Pick<Connection, 'db' | 'tables'> & { demo: Demo; now: Date }

/** The ids of inserted rows, by their name in the demo content. */
export type Ids = ReadonlyMap<string, number>

/** The id of a row that was inserted before. @throws if the demo content does not have the name. */
export function idOf(ids: Ids, name: string): number {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`The demo content has no ${name}`)
  return id
}
