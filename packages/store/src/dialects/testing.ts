import { postgresTesting } from './postgres/testing.ts'
import type { DialectName } from './query-builder.ts'
import { sqliteTesting } from './sqlite/testing.ts'
import type { TestDialect } from './test-dialect.ts'

/** The test databases of each engine. */
export const testDialects: Record<DialectName, TestDialect> = { sqlite: sqliteTesting, postgres: postgresTesting }
