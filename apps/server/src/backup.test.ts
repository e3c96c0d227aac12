import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, inject, onTestFinished, test } from 'vitest'
import { asService, clientOf, setupDatabase, startProcess } from '../test/servers.ts'

const WRITERS = 16

const folder = mkdtempSync(join(tmpdir(), 'trellis-backups-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
test('the server makes backups by itself, and keeps the newest BACKUP_KEEP of them', async () => {
  const database = await setupDatabase()
  const own = mkdtempSync(join(folder, 'own-'))
  const every = { BACKUP_DIR: own, BACKUP_HOURS: String(0.2 / 3600), BACKUP_KEEP: '2' }
  const server = await startProcess({ DATABASE_URL: database.url, LOG_LEVEL: 'info', ...every })
  const made = () => server.output.filter((line) => line.includes('is complete and was verified')).length
  await expect.poll(made).toBeGreaterThan(2)
  expect(readdirSync(own).filter((name) => name.startsWith('trellis-')).length).toBeLessThan(5)
})

const trellis = join(inject('artifact'), 'trellis.js')

test(`backups under ${WRITERS} writers, one of them killed: a second machine has all that was acknowledged before the newest began`, async () => {
  const database = await setupDatabase()
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url, BACKUP_DIR: folder }
  const server = await startProcess({ DATABASE_URL: database.url })
  const service = clientOf(server.url, asService)
  const acknowledged: string[] = []
  const failures: unknown[] = []
  let stop = false
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let n = 0; !stop; n++) {
      const name = `tag ${writer}.${n}`
      await service.tags.create.mutate({ name }).then(
        () => acknowledged.push(name),
        (error) => failures.push(error),
      )
    }
  })
  await expect.poll(() => acknowledged.length).toBeGreaterThan(200)

  const killed = spawn(process.execPath, [trellis, 'backup'], { env, stdio: 'ignore' })
  // As soon as it writes.
  await expect.poll(() => readdirSync(folder).length, { interval: 1 }).toBeGreaterThan(0)
  killed.kill('SIGKILL')
  await once(killed, 'exit')

  const before = [...acknowledged]
  await promisify(execFile)(process.execPath, [trellis, 'backup'], { env })
  stop = true
  await Promise.all(writers)
  expect(failures).toEqual([])
  server.child.kill('SIGKILL')
  await server.exited

  // All that is left of the first machine are its backups.
  const second =
    inject('dialect') === 'sqlite'
      ? `file:${join(folder, 'second machine', 'trellis.db')}`
      : (await setupDatabase(onTestFinished)).url
  const backups = readdirSync(folder).filter((name) => name.startsWith('trellis-'))
  await promisify(execFile)(process.execPath, [trellis, 'restore', join(folder, backups.at(-1) ?? ''), '--force'], {
    env: { ...env, DATABASE_URL: second },
  })
  const restored = await startProcess({ DATABASE_URL: second })
  const kept = new Set<string>()
  for (let cursor: string | undefined; ; ) {
    const page = await clientOf(restored.url).tags.list.query({ limit: 100, cursor })
    for (const { name } of page.items) kept.add(name)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(before.filter((name) => !kept.has(name))).toEqual([])
  // It goes on with the next ids.
  expect(await clientOf(restored.url, asService).tags.create.mutate({ name: 'on the second machine' })).toMatchObject({
    id: expect.any(Number),
  })
}, 120_000)
