import type { Dialect } from '../dialect.ts'
import { columns } from './columns.ts'
import { withDerivedIndexes } from './drizzle-kit.ts'
import { appliedMigrations, migrate } from './migrate.ts'
import * as operations from './operations.ts'
import { primaryUrl } from './primary.ts'
import { replication } from './replication.ts'
import { open } from './store.ts'

/** PostgreSQL. */
export const postgres: Dialect = {
  name: 'postgres',
  columns,
  open,
  migrate,
  appliedMigrations,
  ...operations,
  replication,
  databaseFile: () => undefined,
  kitConfig: ({ tables, names }, url) => {
    // Generated migrations have no derived indexes: `migrate` creates them. A push compares with the database itself.
    if (process.argv.includes('push')) withDerivedIndexes(Object.values(tables), names)
    return { dialect: 'postgresql', dbCredentials: { url }, schemaFilter: ['public'] }
  },
  kitUrl: primaryUrl,
  noDatabase: 'postgres://127.0.0.1/none',
}
