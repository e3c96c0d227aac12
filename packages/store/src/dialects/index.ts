import type { Dialect } from './dialect.ts'
import { postgres } from './postgres/index.ts'
import type { DialectName } from './query-builder.ts'
import { sqlite } from './sqlite/index.ts'

/** The engines: the only place that knows both. */
export const dialects: Record<DialectName, Dialect> = { sqlite, postgres }

/** The engine that a database URL selects. @throws for any other URL. */
export function dialectOf(url: string): Dialect {
  if (/^postgres(ql)?:\/\//.test(url)) return postgres
  if (url.startsWith('file:')) return sqlite
  throw new Error('DATABASE_URL must start with file:, postgres:// or postgresql://')
}
