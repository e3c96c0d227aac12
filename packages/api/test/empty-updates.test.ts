import { expect, test } from 'vitest'
import { callAt, procedures, refusalOf, setupApi } from '../src/testing.ts'
import { authorization } from './authorization/index.ts'
import { fresh } from './authorization/world.ts'

const api = await setupApi()
const updates = procedures
  .filter(({ kind, reasons }) => kind === 'mutation' && reasons.includes('STALE'))
  .map(({ path }) => path)
/** Those that have a field which must be given. */
const complete = ['comments.update', 'employees.move']
/** The inputs that name the row. */
const keys = ['id', 'userId']

/** Every row of every table, but for those of the audit trail. */
async function dump(): Promise<string> {
  const { auditEvents: _, ...tables } = api.store.read.tables
  const rows: unknown[] = []
  for (const table of Object.values(tables)) rows.push(await api.store.read.db.select().from(table))
  return JSON.stringify(rows)
}

test('the updates of rows with a version are found', () => {
  expect(updates).toEqual(
    expect.arrayContaining(['users.update', 'profiles.update', 'posts.update', 'employees.update']),
  )
})

test.each(updates)('%s without a field changes nothing, neither the version nor the time', async (procedure) => {
  const username = fresh('self')
  const self = await api.service.users.create({ username, email: `${username}@example.com` })
  const row = authorization.find((row) => row.procedure === procedure && row.when === undefined)
  const given = await row?.input({ service: api.service, store: api.store, self, caller: self })
  const named = Object.fromEntries(Object.entries(given ?? {}).filter(([field]) => keys.includes(field)))
  const before = await dump()
  const call = (input: object) => callAt(api.service, procedure, input)
  if (complete.includes(procedure)) {
    expect((await refusalOf(call(named))).reason).toBe('INVALID_INPUT')
  } else {
    await call(named)
    await call({ ...named, version: 1 })
    expect((await refusalOf(call({ ...named, version: 7 }))).reason).toBe('STALE')
  }
  expect(await dump()).toBe(before)
})
