import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { EmbeddedServer, freePort, installPostgres, packagedPrograms } from './server.ts'

const accounts = () => (existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '')

test('PostgreSQL runs from a folder that only its owner can access, and leaves no account and no files', async () => {
  const closed = mkdtempSync(join(tmpdir(), 'trellis closed é '))
  onTestFinished(() => rmSync(closed, { recursive: true, force: true }))
  const packaged = join(closed, 'native')
  cpSync(packagedPrograms(), packaged, { recursive: true, verbatimSymlinks: true })
  chmodSync(closed, 0o700)
  const before = accounts()

  const installation = installPostgres(packaged)
  onTestFinished(() => installation.remove())
  const server = new EmbeddedServer(installation, 'data', await freePort())
  await server.initialise()
  await server.start()
  const client = new Client({ connectionString: server.url('postgres') })
  await client.connect()
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await client.end()
  await server.stop()
  installation.remove()

  expect(existsSync(installation.folder)).toBe(false)
  expect(accounts()).toBe(before)
})
