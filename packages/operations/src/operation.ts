import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AnyDomain } from '@trellis/host/domain'
import type { IdentityStore } from '@trellis/identity/tables'
import type { AnyTables, OperatedDatabase, Store } from '@trellis/store'
import { databaseUrlOf } from '@trellis/store/cli'
import type { AnyRelations } from 'drizzle-orm'

/** What the commands operate. */
export interface Operation {
  readonly database: AnyDomain['database']
  /** Loads the procedures too, which takes long: for the commands that need them. */
  load(): Promise<AnyDomain>
  /** Reads what clients read from a restored backup. */
  play(store: IdentityStore): Promise<Played>
}

/** What was read. */
export interface Played {
  readonly rows: number
  readonly lastWrite: Date | null
}

/** The caller of what operators do, in the audit trail. */
export const operatorOf = ({ database }: Operation) => ({ caller: `service:${database.name}-cli` })

/**
 * Refuses a file that does not exist. SQLite would create it: a backup of it would be empty, and the server could not write
 * to a file of root.
 */
export function refuseMissing({ database }: Pick<Operation, 'database'>): void {
  const [, path] = /^file:(?:\/\/)?(.+)/.exec(databaseUrlOf(database.name)) ?? []
  if (path && !existsSync(path)) throw new Error(`There is no database at ${resolve(path)}. Is DATABASE_URL right?`)
}

/** Runs `work` with the database open. */
export async function withStore<Tables extends AnyTables, Relations extends AnyRelations, T>(
  database: OperatedDatabase<Tables, Relations>,
  work: (store: Store<Tables, Relations>) => Promise<T>,
  at = databaseUrlOf(database.name),
): Promise<T> {
  const store = database.openStore({ url: at })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
