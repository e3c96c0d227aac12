import { fileURLToPath } from 'node:url'
import type { Config } from 'drizzle-kit'
import type { AnyRelations } from 'drizzle-orm'
import { databaseUrlOf } from '../cli/environment.ts'
import type { DomainDatabase } from '../define-database.ts'
import { searchName } from '../derived/names.ts'
import { dialectOf } from '../dialects/dialect.ts'
import { withSearchIndexes } from '../dialects/postgres/drizzle-kit.ts'
import type { AnyTables } from '../store.ts'

/**
 * The configuration of drizzle-kit for a domain, on the engine that `DATABASE_URL` selects. The tables are those of the
 * domain: there is no second list. `drizzle-kit push` does not change derived objects.
 *
 * @example export default drizzleConfig(database)
 */
export function drizzleConfig<Tables extends AnyTables, Relations extends AnyRelations>(
  database: DomainDatabase<Tables, Relations>,
): Config {
  const url = databaseUrlOf(database.name)
  const dialect = dialectOf(url)
  const { tables, migrations, names } = database.schema(dialect)
  // Generated migrations have no derived indexes: `migrate` creates them. A push compares with the database itself.
  if (dialect === 'postgres' && process.argv.includes('push')) withSearchIndexes(Object.values(tables), names)
  Reflect.set(globalThis, Symbol.for('@trellis/store/drizzle-kit'), tables)
  const searches = names.searches.map(({ table }) => searchName(table))
  return {
    // Beside this module: `.cts` in the sources, `.cjs` in the published package.
    schema: fileURLToPath(import.meta.url).replace(/config\.(.)s$/, 'schema.c$1s'),
    out: migrations,
    ...(dialect === 'postgres'
      ? { dialect: 'postgresql', dbCredentials: { url }, schemaFilter: ['public'] }
      : {
          dialect: 'sqlite',
          dbCredentials: { url },
          tablesFilter: [
            '*',
            '!__derived_objects',
            '!__journal',
            ...searches.flatMap((search) => [`!${search}`, `!${search}_*`]),
          ],
        }),
  }
}
