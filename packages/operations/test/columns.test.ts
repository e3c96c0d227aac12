import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, library, openStore } from '@trellis/store/testing/library'
import { eq } from 'drizzle-orm'
import { afterAll, expect, inject, test } from 'vitest'
import { backup, exportRows, importRows, restore } from '../src/index.ts'

const dialect = inject('dialect')
const folder = mkdtempSync(join(tmpdir(), 'columns-'))
const other = dialect === 'sqlite' ? 'postgres' : 'sqlite'
const databases = await Promise.all(
  ([dialect, dialect, other] as const).map((name) => createTestDatabase(inject('templates'), name)),
)
const [source = '', restored = '', moved = ''] = databases.map(({ url }) => url)
afterAll(async () => {
  for (const one of databases) await one.remove()
  rmSync(folder, { recursive: true })
})

/** The rows of a database as an export has them. */
async function exported(url: string, name: string): Promise<string[]> {
  const path = join(folder, name)
  await exportRows(library, url, path)
  return readFileSync(path, 'utf8').trimEnd().split('\n')
}

const FEE = '-9999999999999.99'
const at = (hour: number) => `2026-03-01T${hour}:00:00.000Z`

/** Whether the database refuses a booking that overlaps. */
async function refuses(url: string): Promise<boolean> {
  const store = openStore({ url })
  try {
    const { db, tables } = store.read
    const [booking] = await db.select().from(tables.bookings).where(eq(tables.bookings.fee, FEE))
    const again = store.write(({ db }) =>
      db.insert(tables.bookings).values({ ...booking, id: undefined, externalId: null }),
    )
    const violation = await again.then(
      () => undefined,
      (error: unknown) => store.violation(error),
    )
    return violation?.kind === 'overlap'
  } finally {
    await store.close()
  }
}

test('every kind of column is the same after an export into the other engine, and after a backup', async () => {
  const store = openStore({ url: source })
  await store.write(async ({ db, tables }) => {
    const [room] = await db.insert(tables.rooms).values({ name: 'A', hourlyFee: '2.50' }).returning()
    const row = {
      roomId: room?.id,
      externalId: '0192f0c1-2b3c-7d4e-8f50-123456789abc',
      requestedOn: '0001-01-01',
      fee: FEE,
      isPaid: false,
      equipment: { chairs: 1, projector: true, notes: [null, 'Grüße'] },
    }
    const [first] = await db
      .insert(tables.bookings)
      .values({ ...row, startsAt: at(10), endsAt: at(12) })
      .returning()
    const later = { startsAt: at(12), replacesId: first?.id }
    const [second] = await db.insert(tables.bookings).values(later).returning()
    // Refers to a row that an export has later.
    await db.insert(tables.bookings).values({ id: '00000000-0000-4000-8000-000000000000', replacesId: second?.id })
  })
  await store.close()

  const rows = await exported(source, 'rows.jsonl')
  expect(rows).toHaveLength(5)
  expect(rows.join()).toContain(`"fee":"${FEE}","isPaid":false,"equipment":{"chairs":1`)
  await importRows(library, moved, join(folder, 'rows.jsonl'))
  expect(await exported(moved, 'moved.jsonl')).toEqual(rows)
  expect(await refuses(moved)).toBe(true)

  const { file } = await backup(library, source, folder)
  await restore(library, restored, file, { force: true })
  expect(await exported(restored, 'restored.jsonl')).toEqual(rows)
  await library.migrate(restored)
  expect(await refuses(restored)).toBe(true)
})
