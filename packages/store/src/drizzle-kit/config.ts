import { fileURLToPath } from 'node:url'
import type { Config } from 'drizzle-kit'
import type { AnyRelations } from 'drizzle-orm'
import { databaseUrlOf } from '../cli/program.ts'
import type { DomainDatabase } from '../define-database.ts'
import { dialectOf } from '../dialects/index.ts'
import type { AnyTables } from '../store.ts'

/**
 * The configuration of drizzle-kit for a domain, on the engine that `DATABASE_URL` selects. The tables come from the
 * domain: there is no second list. `drizzle-kit push` does not change derived objects.
 *
 * @example export default drizzleConfig(database)
 */
export function drizzleConfig<Tables extends AnyTables, Relations extends AnyRelations>(
  database: DomainDatabase<Tables, Relations>,
): Config {
  const url = databaseUrlOf(database.name)
  const dialect = dialectOf(url)
  const schema = database.schema(dialect.name)
  Reflect.set(globalThis, Symbol.for('@trellis/store/drizzle-kit'), schema.tables)
  return {
    // The source, from the published package too: drizzle-kit imports JavaScript natively, and the names that a compiled CommonJS
    // module sets at run time would not be exported. TypeScript it compiles itself.
    schema: fileURLToPath(new URL('../../src/drizzle-kit/schema.cts', import.meta.url)),
    out: schema.migrations,
    ...dialect.kitConfig(schema, url),
  }
}
