import type { AnyRelations } from 'drizzle-orm'
import type {} from 'vitest'
import type { DomainDatabase } from './define-database.ts'
import { type Dialect, dialectOf } from './dialects/dialect.ts'
import { copyPostgres, explainPostgres, startPostgres } from './dialects/postgres/testing.ts'
import { copySqlite, explainSqlite, startSqlite } from './dialects/sqlite/testing.ts'
import type { AnyTables, Store } from './store.ts'
import type { TestDatabase } from './test-database.ts'

export { checkIntegrity } from './operations.ts'
export type { TestDatabase } from './test-database.ts'

/** For each engine, where its templates are: migrated databases without rows, one for each domain. */
export type Templates = Record<Dialect, string>

declare module 'vitest' {
  /** What the test run gives to each file: `createTestStore(inject('templates'), inject('dialect'))`. */
  interface ProvidedContext {
    templates: Templates
    dialect: Dialect
  }
}

/** Prepares the places where the templates are made. Starts a PostgreSQL server, unless no test needs it. Once for a run. */
export async function startTemplates({ postgres: needed = true } = {}) {
  const [sqlite, postgres] = await Promise.all([startSqlite(), needed ? startPostgres() : undefined])
  return {
    urls: { sqlite: sqlite.url, postgres: postgres?.url ?? '' } satisfies Templates,
    remove: async () => {
      await Promise.all([sqlite.remove(), postgres?.remove()])
    },
  }
}

/** A test database with its store open. */
export interface TestStore<Tables, Relations extends AnyRelations> extends TestDatabase {
  store: Store<Tables, Relations>
  /** Grows with the text of every statement of a query. */
  statements: string[]
}

/** Makes the test databases of a domain. */
export interface TestDatabases<Tables, Relations extends AnyRelations> {
  /** A database of its own for one test file. */
  createTestDatabase(templates: Templates, dialect: Dialect): Promise<TestDatabase>
  /** The same with its store open. */
  createTestStore(templates: Templates, dialect: Dialect): Promise<TestStore<Tables, Relations>>
}

/** Makes test databases of a domain. Each is a copy of the domain's template, which the first test that needs it makes. */
export function testDatabases<Tables extends AnyTables, Relations extends AnyRelations>(
  domain: DomainDatabase<Tables, Relations>,
): TestDatabases<Tables, Relations> {
  const createTestDatabase = (templates: Templates, dialect: Dialect) =>
    dialect === 'sqlite' ? copySqlite(templates.sqlite, domain) : copyPostgres(templates.postgres, domain)

  async function createTestStore(templates: Templates, dialect: Dialect) {
    const database = await createTestDatabase(templates, dialect)
    const statements: string[] = []
    const store = domain.openStore({ url: database.url, onStatement: (statement) => statements.push(statement) })
    return {
      url: database.url,
      store,
      statements,
      remove: async () => {
        await store.close()
        await database.remove()
      },
    }
  }

  return { createTestDatabase, createTestStore }
}

/** How the engine would run a statement: which indexes it reads, and what it has to sort. */
export async function explain(url: string, statement: string, values: unknown[]): Promise<string> {
  return dialectOf(url) === 'sqlite' ? explainSqlite(url, statement, values) : explainPostgres(url, statement, values)
}
