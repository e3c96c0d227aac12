import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  primaryKey,
  snakeCase,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import { madeFor, missing } from '../../derived/purpose.ts'
import { jsonText } from '../../stored-values.ts'
import { uuid7 } from '../../uuid7.ts'
import * as values from '../../values.ts'
import type { Columns } from '../query-builder.ts'

/** A time in UTC of a year with four digits, up to the seconds. */
const SECONDS = '0001-02-03 04:05:06'.length

/** Converts `0001-02-03 04:05:06.78+00` to ISO 8601. A list has many times, and parsing them takes a tenth of its CPU time. */
function toIso(value: string): string {
  if (value[10] === ' ' && value.endsWith('+00'))
    return `${value.slice(0, 10)}T${value.slice(11, SECONDS)}.${value.slice(SECONDS + 1, -3).padEnd(3, '0')}Z`
  return new Date(value.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00')).toISOString()
}

const key = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })

const uuid = customType<{ data: string; driverData: string }>({
  dataType: () => 'uuid',
  toDriver: (value) => values.uuid.parse(value),
})

function id(): ReturnType<typeof numberId>
function id(kind: 'uuid'): ReturnType<typeof uuidId>
function id(kind?: 'uuid') {
  return kind ? uuidId() : numberId()
}
const numberId = () => bigint({ mode: 'number' }).primaryKey().generatedByDefaultAsIdentity()
const uuidId = () => uuid().primaryKey().$defaultFn(uuid7)

function ref(): ReturnType<typeof number>
function ref(kind: 'uuid'): ReturnType<typeof uuid>
function ref(kind?: 'uuid') {
  return kind ? uuid() : number()
}
const number = () => bigint({ mode: 'number' })

const kit = {
  table: snakeCase.table,
  id,
  ref,
  count: () => madeFor('counter', integer().notNull().default(0)),
  integer: () => integer(),
  version: () =>
    integer()
      .notNull()
      .default(1)
      .$onUpdateFn(() => sql`version + 1`),
  number,
  text: () => text(),
  key,
  foldedKey: () => madeFor('foldedKey', key().notNull().$defaultFn(missing)),
  boolean: () => boolean(),
  choice: <const Choices extends [string, ...string[]]>(choices: Choices) => text({ enum: choices }),
  instant: customType<{ data: string; driverData: string; jsonData: string }>({
    dataType: () => 'timestamp(3) with time zone',
    toDriver: (value) => new Date(value).toISOString(),
    fromDriver: toIso,
    fromJson: (value) => new Date(value).toISOString(),
  }),
  day: customType<{ data: string; driverData: string }>({
    dataType: () => 'date',
    toDriver: (value) => values.day.parse(value),
  }),
  decimal: (precision: number, scale: number) => {
    const fitting = values.decimal(precision, scale)
    return customType<{ data: string; driverData: string; jsonData: string }>({
      dataType: () => `numeric(${precision}, ${scale})`,
      toDriver: (value) => fitting.parse(value),
      // As text: a number of JSON would lose its last digits.
      forJsonSelect: (identifier, sql) => sql`${identifier}::text`,
      fromJson: (text) => text,
    })()
  },
  json: <Data>(schema: z.ZodType<Data>) => {
    const read = (value: unknown) => schema.parse(value)
    return customType<{ data: Data; driverData: string; driverOutput: unknown; jsonData: unknown }>({
      dataType: () => 'jsonb',
      toDriver: (value) => jsonText(schema.parse(value)),
      fromDriver: read,
      fromJson: read,
    })()
  },
  uuid,
  date: () => timestamp({ withTimezone: true, precision: 3, mode: 'date' }),
  check,
  foreignKey,
  index,
  primaryKey,
  unique,
  uniqueIndex,
}

/** The column kit for PostgreSQL. The cast is sound because a type test compares the rows of both kits. */
export const columns = kit as unknown as Columns

/** The same kit with its own types, for this test. */
export type PostgresColumns = typeof kit
