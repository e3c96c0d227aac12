import { searchName } from '../../derived/names.ts'
import type { Dialect } from '../dialect.ts'
import { columns } from './columns.ts'
import { withDerivedIndexes } from './drizzle-kit.ts'
import { absolutePath } from './file.ts'
import { appliedMigrations, migrate } from './migrate.ts'
import * as operations from './operations.ts'
import { open } from './store.ts'

/** SQLite. */
export const sqlite: Dialect = {
  name: 'sqlite',
  columns,
  open,
  migrate: async (url, schema) => migrate(url, schema),
  appliedMigrations,
  ...operations,
  databaseName: async () => undefined,
  replication: async () => undefined,
  databaseFile: absolutePath,
  kitConfig: ({ tables, names }, url) => {
    if (process.argv.includes('push')) withDerivedIndexes(Object.values(tables), names)
    const searches = names.searches.map(({ table }) => searchName(table))
    return {
      dialect: 'sqlite',
      dbCredentials: { url },
      tablesFilter: [
        '*',
        '!__derived_objects',
        '!__journal',
        ...searches.flatMap((search) => [`!${search}`, `!${search}_*`]),
      ],
    }
  },
  // drizzle-kit runs in another folder.
  kitUrl: async (url) => `file:${absolutePath(url)}`,
  noDatabase: 'file:./none.db',
}
