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
import type { z } from 'zod'
import { madeFor, missing } from '../../derived/purpose.ts'
import { isoMoment } from '../../iso-moment.ts'
import { decimalOf, digitsOf, jsonText } from '../../stored-values.ts'
import { uuid7 } from '../../uuid7.ts'
import * as values from '../../values.ts'

const uuid = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => values.uuid.parse(value),
})

function id(): ReturnType<typeof numberId>
function id(kind: 'uuid'): ReturnType<typeof uuidId>
function id(kind?: 'uuid') {
  return kind ? uuidId() : numberId()
}
const numberId = () => integer().primaryKey({ autoIncrement: true })
const uuidId = () => uuid().primaryKey().$defaultFn(uuid7)

function ref(): ReturnType<typeof number>
function ref(kind: 'uuid'): ReturnType<typeof uuid>
function ref(kind?: 'uuid') {
  return kind ? uuid() : number()
}
const number = () => integer()

/** The column kit for SQLite. Its type is the type of every kit, which `tables.ts` uses. */
export const columns = {
  /** A table whose columns are named in snake_case after their keys. */
  table: snakeCase.table,
  /**
   * The primary key: a positive integer that the database generates and never reuses. `id('uuid')`: a UUID of version 7, which
   * the Store generates.
   */
  id,
  /** A foreign key to an `id`, or to an `id('uuid')`. */
  ref,
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
  number,
  text: () => text(),
  /** Text compared and sorted by code point, independent of the locale of the database: for the keys of `fold`. */
  key: () => text(),
  /** `fold` of another column: declared with `foldedKey(...)`. */
  foldedKey: () => madeFor('foldedKey', text().notNull().$defaultFn(missing)),
  boolean: () => integer({ mode: 'boolean' }),
  choice: <const Choices extends [string, ...string[]]>(choices: Choices) => text({ enum: choices }),
  /** A time with milliseconds, as an ISO-8601 UTC string. */
  instant: customType<{ data: string; driverData: number; jsonData: number }>({
    dataType: () => 'integer',
    toDriver: (value) => new Date(value).getTime(),
    fromDriver: isoMoment,
    fromJson: isoMoment,
  }),
  /** A calendar day without a time zone, as `2026-03-01`. Another text is refused. */
  day: customType<{ data: string; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => values.day.parse(value),
  }),
  /**
   * An exact number of at most 15 digits, `scale` of them after the point, as a string: `19.90`. SQLite has it as an integer of
   * the last digit, so that it is compared and sorted as a number. One that does not fit is refused.
   */
  decimal: (precision: number, scale: number) => {
    const fitting = values.decimal(precision, scale)
    const read = (digits: number) => decimalOf(digits, scale)
    return customType<{ data: string; driverData: number; jsonData: number }>({
      dataType: () => 'integer',
      toDriver: (value) => digitsOf(fitting.parse(value), scale),
      fromDriver: read,
      fromJson: read,
    })()
  },
  /** A value that a zod schema parses when it is written and when it is read. `null` is the NULL of SQL. */
  json: <Data>(schema: z.ZodType<Data>) => {
    const read = (text: string) => schema.parse(JSON.parse(text))
    return customType<{ data: Data; driverData: string; jsonData: string }>({
      dataType: () => 'text',
      toDriver: (value) => jsonText(schema.parse(value)),
      fromDriver: read,
      fromJson: read,
    })()
  },
  /** A UUID, in lower case. */
  uuid,
  /** A time as a `Date`, which the identity library requires for its own tables. */
  date: () => integer({ mode: 'timestamp_ms' }),
  check,
  foreignKey,
  index,
  primaryKey,
  unique,
  uniqueIndex,
}
