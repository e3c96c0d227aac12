import { existsSync } from 'node:fs'
import type { AnyDomain } from '@trellis/host/domain'
import type { IdentityConnection, IdentityStore } from '@trellis/identity/tables'
import { type AnyTables, auditTrail, type OperatedDatabase, type Store } from '@trellis/store'
import { databaseUrlOf } from '@trellis/store/cli'
import { dialectOf } from '@trellis/store/operations'
import type { AnyRelations } from 'drizzle-orm'

/** The database and the domain that the commands operate. */
export interface Operation {
  readonly name: string
  readonly database: AnyDomain['database']
  /** The address of the database. */
  readonly url: string
  /** Loads the procedures too, which takes long: for the commands that need them. */
  load(): Promise<AnyDomain>
  /** Reads a restored backup as clients would. Resolves to how many rows. */
  play(store: IdentityStore): Promise<number>
}

/** Records an action of an operator in the audit trail. */
export const record = ({ name }: Operation, connection: IdentityConnection, procedure: string, keys: Keys) =>
  auditTrail.record(connection, { caller: `service:${name}-cli`, procedure, keys })

type Keys = Parameters<typeof auditTrail.record>[1]['keys']

/**
 * Refuses a file that does not exist. An embedded engine would create it: a backup of it would be empty, and the server could
 * not write to a file of root.
 */
export function refuseMissing({ url }: Operation): void {
  const path = dialectOf(url).databaseFile(url)
  if (path && !existsSync(path)) throw new Error(`There is no database at ${path}. Is DATABASE_URL right?`)
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
