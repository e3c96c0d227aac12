import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  foreignKey,
  index,
  integer,
  primaryKey,
  snakeCase,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import { madeFor, missing } from '../../derived/purpose.ts'
import { isoMoment } from '../../iso-moment.ts'

/** The column kit for SQLite. Its type is the type of every kit, which `tables.ts` uses. */
export const columns = {
  /** A table whose columns are named in snake_case after their keys. */
  table: snakeCase.table,
  /** The primary key: a positive integer that the database generates and never reuses. */
  id: () => integer().primaryKey({ autoIncrement: true }),
  /** A foreign key to an `id`. */
  ref: () => integer(),
  /** The number of rows that refer to this one: declared with `counter(...)`. */
  count: () => madeFor('counter', integer().notNull().default(0)),
  /** A number of 32 bits. */
  integer: () => integer(),
  /** Starts at 1; every update through drizzle adds 1. Updates by triggers do not. */
  version: () =>
    integer()
      .notNull()
      .default(1)
      .$onUpdateFn(() => sql`version + 1`),
  number: () => integer(),
  text: () => text(),
  /** Text compared and sorted by code point, independent of the locale of the database: for the keys of `fold`. */
  key: () => text(),
  /** `fold` of another column: declared with `foldedKey(...)`. */
  foldedKey: () => madeFor('foldedKey', text().notNull().$defaultFn(missing)),
  flag: () => integer({ mode: 'boolean' }),
  choice: <const Choices extends [string, ...string[]]>(choices: Choices) => text({ enum: choices }),
  /** A time with milliseconds, as an ISO-8601 UTC string. */
  instant: customType<{ data: string; driverData: number; jsonData: number }>({
    dataType: () => 'integer',
    toDriver: (value) => new Date(value).getTime(),
    fromDriver: isoMoment,
    fromJson: isoMoment,
  }),
  /** A time as a `Date`, which the identity library requires for its own tables. */
  date: () => integer({ mode: 'timestamp_ms' }),
  check,
  foreignKey,
  index,
  primaryKey,
  unique,
  uniqueIndex,
}
