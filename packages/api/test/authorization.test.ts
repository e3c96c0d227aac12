import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Column, outcomes } from '@trellis/rpc/testing'
import { describe, expect, test } from 'vitest'
import { procedures } from '../src/procedures.ts'
import { callAt, refusalOf, setupApi } from '../src/testing.ts'
import { authorization } from './authorization/index.ts'

const api = await setupApi()
const columns: Column[] = ['anyone', 'another', 'self', 'admin', 'service']

test('every procedure is in the table, with the same callers as in its metadata', () => {
  const plain = authorization.filter((row) => row.when === undefined)
  expect(plain.map(({ procedure, access }) => [procedure, access]).sort()).toEqual(
    procedures.map(({ path, access }) => [path, access]).sort(),
  )
  for (const { procedure } of authorization) expect(plain.map((row) => row.procedure)).toContain(procedure)
})

test('every router has tests beside it', () => {
  const source = fileURLToPath(new URL('../src', import.meta.url))
  expect(
    globSync('*/router.ts', { cwd: source }).filter(
      (file) => !existsSync(join(source, file.replace('.ts', '.test.ts'))),
    ),
  ).toEqual([])
})

let users = 0
const newUser = () => {
  const username = `plain${++users}`
  return api.service.users.create({ username, email: `${username}@example.com` })
}

describe.each(authorization.map((row) => ({ ...row, title: [row.procedure, row.when].filter(Boolean).join(' ') })))(
  '$title',
  ({ procedure, access, input }) => {
    test.each(columns.map((column) => ({ column, outcome: outcomes[access][column] })))(
      'called by $column: $outcome',
      async ({ column, outcome }) => {
        const [self, stranger] = [await newUser(), await newUser()]
        const caller = {
          anyone: api.anyone,
          another: api.as(stranger),
          self: api.as(self),
          admin: api.as(stranger, 'admin'),
          service: api.service,
        }[column]
        const world = { service: api.service, self, caller: column === 'self' ? self : stranger }
        const call = callAt(caller, procedure, await input(world))
        if (outcome === 'OK') await call
        else expect((await refusalOf(call)).code).toBe(outcome)
      },
    )
  },
)
