import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, inject, onTestFinished, test } from 'vitest'
import { generateMigration } from '../../store/test/drizzle-kit.ts'
import { database } from './database.ts'

test('the migrations are all there; if not, run `npm run db:generate`', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const dialect = inject('dialect')
  const url = dialect === 'sqlite' ? 'file:none.db' : 'postgres://127.0.0.1/none'
  const config = fileURLToPath(new URL('../drizzle.config.ts', import.meta.url))
  const { migrations } = database.schema(dialect)
  expect(await generateMigration(config, url, migrations, join(folder, 'out'))).toBe('')
})
