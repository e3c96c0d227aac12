import type { AnyRelations } from 'drizzle-orm'
import type {} from 'vitest'
import type { DomainDatabase } from './define-database.ts'
import { dialectOf } from './dialects/index.ts'
import type { DialectName } from './dialects/query-builder.ts'
import type { TestDatabase } from './dialects/test-dialect.ts'
import { testDialects } from './dialects/testing.ts'
import type { AnyTables, Store } from './store.ts'

export { type Replication, startReplication } from './dialects/postgres/testing/replication.ts'
export type { TestDatabase } from './dialects/test-dialect.ts'

/** For each engine, the place of its templates: migrated databases without rows, one for each domain. */
export type Templates = Record<DialectName, string>

declare module 'vitest' {
  /** The values that the test run provides to each file: `createTestStore(inject('templates'), inject('dialect'))`. */
  interface ProvidedContext {
    templates: Templates
    dialect: DialectName
  }
}

/**
 * Prepares the folder and the server of the templates, once for each run. Starts a PostgreSQL server if a test needs it. `durable`: its
 * commits wait for the disk, for a benchmark of writes.
 */
export async function startTemplates({ postgres: needed = true, durable = false } = {}) {
  const [sqlite, postgres] = await Promise.all([
    testDialects.sqlite.start({ durable }),
    needed ? testDialects.postgres.start({ durable }) : undefined,
  ])
  return {
    urls: { sqlite: sqlite.url, postgres: postgres?.url ?? '' } satisfies Templates,
    remove: async () => {
      await Promise.all([sqlite.remove(), postgres?.remove()])
    },
  }
}

/** The limits of a store of the tests, in milliseconds: a busy machine takes many times as long. */
const patient = { workerTimeout: 60_000, lockTimeout: 60_000, statementTimeout: 120_000 }

/** A test database with its store open. */
export interface TestStore<Tables, Relations extends AnyRelations> extends TestDatabase {
  store: Store<Tables, Relations>
  /** The texts of all statements of queries, in order. */
  statements: string[]
}

/** Creates the test databases of a domain. */
export interface TestDatabases<Tables, Relations extends AnyRelations> {
  /** A new database for one test file. */
  createTestDatabase(templates: Templates, dialect: DialectName): Promise<TestDatabase>
  /** The same with its store open. */
  createTestStore(templates: Templates, dialect: DialectName): Promise<TestStore<Tables, Relations>>
}

/** Creates test databases of a domain. Each is a copy of its template, which is created for the first test. */
export function testDatabases<Tables extends AnyTables, Relations extends AnyRelations>(
  domain: DomainDatabase<Tables, Relations>,
): TestDatabases<Tables, Relations> {
  const createTestDatabase = (templates: Templates, dialect: DialectName) =>
    testDialects[dialect].copy(templates[dialect], domain)

  async function createTestStore(templates: Templates, dialect: DialectName) {
    const database = await createTestDatabase(templates, dialect)
    const statements: string[] = []
    const onStatement = (statement: string) => statements.push(statement)
    const store = domain.openStore({ ...patient, url: database.url, onStatement })
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

/** Makes transactions that write overlap as long as the engine can. An embedded database runs one after the other. */
export const overlapWrites = (url: string): Promise<void> => testDialects[dialectOf(url).name].overlapWrites(url)

/** The errors in a database: damaged pages, rows without their parent. */
export const checkIntegrity = (url: string): Promise<string[]> => dialectOf(url).checkIntegrity(url)

/** The plan of a statement: the indexes that the engine reads, and the sorts. */
export const explain = (url: string, statement: string, values: unknown[]): Promise<string> =>
  testDialects[dialectOf(url).name].explain(url, statement, values)
