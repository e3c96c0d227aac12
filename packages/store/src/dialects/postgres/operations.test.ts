import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { restoreDump, writeBackup } from './operations.ts'

let folder: string
/** Puts programs in the place of PostgreSQL's, which write down their arguments and their password. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trellis-programs-'))
  for (const program of ['pg_dump', 'pg_restore']) {
    const path = join(folder, program)
    writeFileSync(
      path,
      `#!/bin/sh\necho "$@" > '${folder}/arguments'\nprintf %s "$PGPASSWORD" > '${folder}/password'\n`,
    )
    chmodSync(path, 0o755)
  }
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
  vi.stubEnv('PGPASSWORD', undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const read = (name: string) => readFileSync(join(folder, name), 'utf8')

test.each([
  ['postgres://me:s%40fe@db.example:5432/shop', '--dbname=postgres://me@db.example:5432/shop'],
  [
    'postgres://me@db.example/shop?password=s%40fe&sslmode=require',
    '--dbname=postgres://me@db.example/shop?sslmode=require',
  ],
  ['postgres://me:s@fe@db.example/shop', '--dbname=postgres://me@db.example/shop'],
])('the password of %s is in the environment, not in the arguments', async (url, dbname) => {
  await writeBackup(url, 'file')
  expect(read('arguments')).toBe(`--format=custom --file=file ${dbname}\n`)
  expect(read('password')).toBe('s@fe')
  await restoreDump(url, 'file')
  expect(read('arguments')).toBe(`--exit-on-error --no-owner ${dbname} file\n`)
  expect(read('password')).toBe('s@fe')
})

test('a URL without a password is passed as it is', async () => {
  await writeBackup('postgres://db.example/shop?options=-c%20a=b:c@d', 'file')
  expect(read('arguments')).toBe(
    '--format=custom --file=file --dbname=postgres://db.example/shop?options=-c%20a=b:c@d\n',
  )
  expect(read('password')).toBe('')
})
