import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { testAccess } from '@trellis/rpc/testing'
import { expect, test } from 'vitest'
import { procedures } from '../src/procedures.ts'
import { setupApi } from '../src/testing.ts'
import { authorization } from './authorization/index.ts'

const api = await setupApi()

test('every router has tests beside it', () => {
  const source = fileURLToPath(new URL('../src', import.meta.url))
  expect(
    globSync('*/router.ts', { cwd: source }).filter(
      (file) => !existsSync(join(source, file.replace('.ts', '.test.ts'))),
    ),
  ).toEqual([])
})

let users = 0
testAccess(api, procedures, authorization, () => {
  const username = `plain${++users}`
  return api.service.users.create({ username, email: `${username}@example.com` })
})
