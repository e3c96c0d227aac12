import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { asService, clientOf, setupDatabase, startProcess } from '../test/servers.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-release-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The artifact as the next release would be: with one more migration, which adds a column and a table. */
function nextRelease(): string {
  cpSync(inject('artifact'), folder, { recursive: true })
  const migration = join(folder, 'packages/db/migrations', inject('dialect'), '20990101000000_next')
  mkdirSync(migration)
  const statements = [
    `ALTER TABLE "tags" ADD COLUMN "color" text DEFAULT 'green' NOT NULL`,
    'CREATE TABLE "palettes" ("id" integer PRIMARY KEY)',
  ]
  writeFileSync(join(migration, 'migration.sql'), statements.join(';\n--> statement-breakpoint\n'))
  return folder
}

test('two releases write one database while the newer one migrates it: nothing fails, nothing is lost', async () => {
  const database = await setupDatabase()
  const old = await startProcess({ DATABASE_URL: database.url })
  const names: string[] = []
  let stop = false
  const write = async (url: string, release: string, writer: number) => {
    const service = clientOf(url, asService)
    for (let n = 0; !stop; n++) {
      const name = `${release} ${writer}.${n}`
      await service.tags.create.mutate({ name })
      names.push(name)
    }
  }
  const writers = Array.from({ length: 4 }, (_, writer) => write(old.url, 'old', writer))
  const next = await startProcess({ DATABASE_URL: database.url }, nextRelease())
  writers.push(...Array.from({ length: 4 }, (_, writer) => write(next.url, 'next', writer)))
  await expect.poll(() => names.filter((name) => name.startsWith('next')).length).toBeGreaterThan(50)
  const before = names.filter((name) => name.startsWith('old')).length
  await expect.poll(() => names.filter((name) => name.startsWith('old')).length).toBeGreaterThan(before + 10)
  stop = true
  await Promise.all(writers)
  const kept = new Set<string>()
  for (let cursor: string | undefined; ; ) {
    const page = await clientOf(old.url).tags.list.query({ limit: 100, cursor })
    for (const { name } of page.items) kept.add(name)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(names.filter((name) => !kept.has(name))).toEqual([])
})
