import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { migratePostgres } from '../../../../store/src/dialects/postgres/migrate.ts'
import { resetPostgres } from '../../../../store/src/dialects/postgres/reset.ts'
import { generateMigration } from '../../../test/generate.ts'
import { runTogether } from '../../../test/processes.ts'
import { database as blog } from '../../database.ts'
import { createTestDatabase, type TestDatabase } from '../../testing.ts'

const schema = blog.schema('postgres')
const { migrations } = schema

let folder: string
let database: TestDatabase
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trellis-migrate-'))
  database = await createTestDatabase(inject('templates'), 'postgres')
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await database.remove()
})

/** Runs statements and answers the rows of the last one. */
async function query(...statements: string[]): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    let rows: unknown[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

/** The committed migrations and one more. */
function withMigration(...statements: string[]): typeof schema {
  const copy = join(folder, 'migrations')
  cpSync(migrations, copy, { recursive: true })
  mkdirSync(join(copy, '20990101000000_next'))
  writeFileSync(join(copy, '20990101000000_next', 'migration.sql'), statements.join('\n--> statement-breakpoint\n'))
  return { ...schema, migrations: copy }
}

/** Everything a migration makes: a change of any of it has another `xmin`. */
const state = async () => ({
  relations: await query(`SELECT relname, relkind::text, xmin::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace ORDER BY relname`),
  triggers: await query('SELECT tgname, xmin::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname'),
  functions: await query(
    `SELECT proname, xmin::text FROM pg_proc WHERE proname ~ '^(count_|search_)' ORDER BY proname`,
  ),
  seen: await query('SELECT * FROM drizzle.__drizzle_migrations'),
})

describe('the committed migrations', () => {
  test('are all there are: the schema has none missing', async () => {
    expect(await generateMigration('postgresql', 'postgres', migrations, join(folder, 'out'))).toEqual([])
  })

  test('run once: again is a no-op', async () => {
    const before = await state()
    expect(before.seen).toHaveLength(1)
    expect(before.triggers).toHaveLength(11)
    await migratePostgres(database.url, schema)
    expect(await state()).toEqual(before)
  })

  test('run once when processes start together on a database without tables', async () => {
    await resetPostgres(database.url)
    const errors = await runTogether(
      3,
      `import { migrate } from ${JSON.stringify(new URL('../../database.ts', import.meta.url))}
      await ready()
      await migrate(${JSON.stringify(database.url)})`,
    )
    expect(errors).toEqual(['', '', ''])
    const { seen, triggers } = await state()
    expect(seen).toHaveLength(1)
    expect(triggers).toHaveLength(11)
  })
})

test('triggers that are missing come back with the next migration', async () => {
  await query('DROP FUNCTION count_likes_insert CASCADE')
  await migratePostgres(database.url, withMigration('ALTER TABLE posts ADD COLUMN subtitle text;'))
  expect(await query("SELECT tgname FROM pg_trigger WHERE tgname = 'likes_counted_insert'")).toHaveLength(1)
})

test.each([
  ['would leave rows without their parent', 'ALTER TABLE users DISABLE TRIGGER ALL; DROP TABLE users;', '2BP01'],
  ['fails half-way', 'SELECT nonsense;', '42703'],
])('a migration that %s leaves the database as it was', async (_, statement, code) => {
  await query("INSERT INTO tags (name, name_key, created_at) VALUES ('a', 'a', now())")
  const before = await state()
  const next = withMigration('DELETE FROM tags;', 'DROP TABLE follows;', statement)
  await expect(migratePostgres(database.url, next)).rejects.toMatchObject({ cause: { code } })
  expect(await state()).toEqual(before)
  expect(await query('SELECT name FROM tags')).toEqual([{ name: 'a' }])
})
