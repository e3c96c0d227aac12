import { is, type Table } from 'drizzle-orm'
import { PgTable, getTableConfig as postgresConfig } from 'drizzle-orm/pg-core'
import { SQLiteTable, getTableConfig as sqliteConfig } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'
import { reasons } from '../src/rpc.ts'
import { setupApi } from '../src/testing.ts'

const api = await setupApi()

// Sign-in and operators write these tables; no procedure does.
const { sessions, accounts, verifications, rateLimits, serviceKeys, ...tables } = api.store.read.tables
/** The keys of the tables by their names in the database. */
const keys = new Map(Object.entries(tables).map(([key, table]) => [configOf(table).name, key]))

function configOf(table: Table) {
  if (is(table, PgTable)) return postgresConfig(table)
  if (is(table, SQLiteTable)) return sqliteConfig(table)
  throw new Error('Not a table of a supported engine')
}

/** Every constraint that a call can violate, in the notation of the reasons. */
function constraintsOf(table: Table): string[] {
  const { name, columns, uniqueConstraints, checks, foreignKeys } = configOf(table)
  const unique = [
    ...columns.filter((column) => column.isUnique).map((column) => [column]),
    ...uniqueConstraints.map((constraint) => constraint.columns),
  ]
  return [
    ...unique
      // A constraint that includes the primary key is violated only together with it.
      .filter((some) => !some.some((column) => column.primary))
      .map((some) => `unique ${some.map((column) => `${name}.${column.name}`).join(', ')}`),
    ...checks.map((check) => `check ${check.name}`),
    ...foreignKeys.map((key) => `missing ${keys.get(configOf(key.reference().foreignTable).name)}`),
  ]
}

const constraints = new Set(Object.values(tables).flatMap(constraintsOf))
const explained = Object.entries(reasons).flatMap(([reason, { unique, check, missing }]) => [
  ...(unique ? [{ reason, constraint: `unique ${unique}` }] : []),
  ...(check ? [{ reason, constraint: `check ${check}` }] : []),
  ...(missing ? [{ reason, constraint: `missing ${missing}` }] : []),
])

test('every constraint has a reason: declare one in the reasons.ts of its noun', () => {
  const known = new Set(explained.map(({ constraint }) => constraint))
  expect([...constraints].filter((constraint) => !known.has(constraint))).toEqual([])
})

test('every reason explains an existing constraint, and no two the same one', () => {
  // A missing row need not violate a foreign key: a profile.
  const rows = Object.keys(tables).map((key) => `missing ${key}`)
  const there = constraints.union(new Set(rows))
  expect(explained.filter(({ constraint }) => !there.has(constraint))).toEqual([])
  expect(new Set(explained.map(({ constraint }) => constraint)).size).toBe(explained.length)
})
