import type {} from 'vitest'
import { type Dialect, dialectOf, openStore } from './dialects/index.ts'
import { checkPostgres, copyPostgres, explainPostgres, startPostgres } from './dialects/postgres/testing.ts'
import { checkSqlite, copySqlite, explainSqlite, startSqlite } from './dialects/sqlite/testing.ts'

/** A database made for tests, and how to remove it. */
export interface TestDatabase {
  url: string
  remove(): Promise<void>
}

/** The URL of a migrated database without rows on each engine: what every test database is a copy of. */
export type Templates = Record<Dialect, string>

declare module 'vitest' {
  /** What the test run gives to each file: `createTestStore(inject('templates'), inject('dialect'))`. */
  interface ProvidedContext {
    templates: Templates
    dialect: Dialect
  }
}

/** Makes the templates, starting a PostgreSQL server for one of them. Once for a test run. */
export async function startTemplates() {
  const [sqlite, postgres] = await Promise.all([startSqlite(), startPostgres()])
  return {
    urls: { sqlite: sqlite.url, postgres: postgres.url } satisfies Templates,
    remove: async () => {
      await Promise.all([sqlite.remove(), postgres.remove()])
    },
  }
}

/** A database of its own for one test file. */
export function createTestDatabase(templates: Templates, dialect: Dialect): Promise<TestDatabase> {
  return dialect === 'sqlite' ? copySqlite(templates.sqlite) : copyPostgres(templates.postgres)
}

/** The same with its store open. `statements` grows with the text of every statement of a query. */
export async function createTestStore(templates: Templates, dialect: Dialect) {
  const database = await createTestDatabase(templates, dialect)
  const statements: string[] = []
  const store = openStore({ url: database.url, onStatement: (statement) => statements.push(statement) })
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

/** What is wrong with a database: damaged pages, rows without their parent. Empty if all is well. */
export async function checkIntegrity(url: string): Promise<string[]> {
  return dialectOf(url) === 'sqlite' ? checkSqlite(url) : checkPostgres(url)
}

/** How the engine would run a statement: which indexes it reads, and what it has to sort. */
export async function explain(url: string, statement: string, values: unknown[]): Promise<string> {
  return dialectOf(url) === 'sqlite' ? explainSqlite(url, statement, values) : explainPostgres(url, statement, values)
}
