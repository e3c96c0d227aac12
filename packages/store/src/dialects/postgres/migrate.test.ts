import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { generateMigration, push } from '../../../test/drizzle-kit.ts'
import { createTestDatabase, library } from '../../../test/library/index.ts'
import { runTogether } from '../../../test/processes.ts'
import { warningsOf } from '../../cli/commands.ts'
import type { TestDatabase } from '../../testing.ts'
import { migrate } from './migrate.ts'
import { reset } from './operations.ts'

const schema = library.schema('postgres')
/** The earlier release had no journal and no `noOverlap`. */
const earlier = { ...schema, names: { ...schema.names, journals: [], overlaps: [] } }
const { migrations } = schema
const config = fileURLToPath(new URL('../../../test/library/drizzle.config.ts', import.meta.url))
const migrationCount = readdirSync(migrations).length

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

/** A book that somebody borrowed. */
const lentBook = [
  "INSERT INTO authors (name, name_key, created_at, updated_at) VALUES ('a', 'a', now(), now())",
  "INSERT INTO readers (name, name_key, created_at, updated_at) VALUES ('r', 'r', now(), now())",
  `INSERT INTO books (title, title_key, summary, author_id, created_at, updated_at)
    VALUES ('needle', 'needle', 'hay', 1, now(), now())`,
  'INSERT INTO loans (book_id, reader_id) VALUES (1, 1)',
]

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

describe('the committed migrations', { timeout: 300_000 }, () => {
  test('are all there are; if not, run `npm run db:generate`', async () => {
    expect(await generateMigration(config, 'postgres://127.0.0.1/none', migrations, join(folder, 'out'))).toBe('')
  })

  test('run once: again is a no-op', async () => {
    const before = await state()
    expect(before.seen).toHaveLength(migrationCount)
    expect(before.triggers).not.toEqual([])
    await migrate(database.url, schema)
    expect(await state()).toEqual(before)
  })

  test('stay as they are when drizzle-kit pushes the tables, with what is derived', async () => {
    // A push sets the types of some columns to what they are, which makes their indexes anew: their `xmin` differs.
    const names = async () => ({
      ...(await state()),
      relations: await query(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname",
      ),
    })
    const before = await names()
    await push(config, database.url)
    expect(await names()).toEqual(before)
  })

  test('run once when ten processes start together on a database without tables', async () => {
    const { triggers: once } = await state()
    await reset(database.url)
    // They wait for each other longer than this.
    await query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET lock_timeout TO '1ms'`)
    const errors = await runTogether(
      10,
      `import { library } from ${JSON.stringify(new URL('../../../test/library/index.ts', import.meta.url))}
      await ready()
      await library.migrate(${JSON.stringify(database.url)})`,
    )
    expect(errors).toEqual(Array(10).fill(''))
    const { seen, triggers } = await state()
    expect(seen).toHaveLength(migrationCount)
    expect(triggers).toHaveLength(once.length)
  })
})

test('triggers that are missing come back, with what they should have counted', async () => {
  await query('DROP FUNCTION count_loans_insert CASCADE')
  await query(...lentBook)
  await migrate(database.url, schema)
  expect(await query("SELECT tgname FROM pg_trigger WHERE tgname = 'loans_counted_insert'")).toHaveLength(1)
  expect(await query('SELECT loan_count FROM books')).toEqual([{ loan_count: 1 }])
})

test('what the earlier release generated, which recorded nothing, is adopted, and follows the declarations from there', async () => {
  await migrate(database.url, earlier)
  const before = await state()
  await query(...lentBook, 'DROP TABLE drizzle.derived_objects')
  await migrate(database.url, earlier)
  // Nothing was made anew.
  expect(await state()).toEqual(before)
  // That release did not lock the two rows of a move.
  await query(
    `DO $do$ BEGIN EXECUTE regexp_replace(pg_get_functiondef('count_loans_move()'::regprocedure), '    PERFORM [^;]+;\\n', '', 'g'); END $do$`,
    'DROP TABLE drizzle.derived_objects',
  )
  await migrate(database.url, {
    ...schema,
    names: { counters: [], copies: [], searches: [], appendOnly: [], journals: [], overlaps: [] },
  })
  expect(await query('SELECT tgname FROM pg_trigger WHERE NOT tgisinternal')).toEqual([])
  expect(
    await query(
      "SELECT proname FROM pg_proc WHERE prorettype = 'trigger'::regtype AND pronamespace = 'public'::regnamespace",
    ),
  ).toEqual([])
  expect(await query("SELECT indexname FROM pg_indexes WHERE indexname ~ '_search_'")).toEqual([])
})

test('what was changed by hand is made as it is declared', async () => {
  const names = async () => {
    const { triggers, functions, relations } = await state()
    return JSON.stringify([triggers, functions, relations]).replaceAll(/"xmin":"\d+"/g, '')
  }
  const before = await names()
  await query(
    ...lentBook,
    'UPDATE books SET loan_count = 5, note_count = 5',
    `CREATE OR REPLACE FUNCTION count_loans_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
    'DROP INDEX books_search_title',
  )
  await migrate(database.url, schema)
  expect(await names()).toEqual(before)
  // Only what differed is counted again.
  expect(await query('SELECT loan_count, note_count FROM books')).toEqual([{ loan_count: 1, note_count: 5 }])
})

test.each(['with', 'without'])(
  'objects of the user stay as they are, %s a record of an earlier start',
  async (record) => {
    const body = `RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE books SET isbn = 'x' || NEW.total WHERE id = NEW.book_id; RETURN NULL; END $$`
    const functions = [
      'count_orders',
      'count_orders_insert',
      'copy_orders_total_insert',
      'refuse_update_orders',
      'count_loans',
    ]
    await migrate(database.url, earlier)
    await query(
      ...lentBook,
      'CREATE TABLE orders (id serial PRIMARY KEY, book_id integer, total integer)',
      ...functions.map((name) => `CREATE FUNCTION ${name}() ${body}`),
      'CREATE TRIGGER orders_counted_insert AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION count_orders_insert()',
      'CREATE TRIGGER orders_append_only AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION refuse_update_orders()',
      'CREATE TRIGGER mine AFTER INSERT ON loans FOR EACH STATEMENT EXECUTE FUNCTION count_loans()',
      'CREATE INDEX books_search_old ON books USING gin (search_key(title || summary) gin_trgm_ops)',
      ...(record === 'without' ? ['DROP TABLE drizzle.derived_objects'] : []),
    )
    const mine = () =>
      query(`SELECT proname AS name, pg_proc.xmin::text FROM pg_proc WHERE proname = ANY('{${functions}}')
      UNION ALL SELECT tgname, xmin::text FROM pg_trigger WHERE tgname ~ '^(orders_|mine)' AND NOT tgisinternal
      UNION ALL SELECT relname, xmin::text FROM pg_class WHERE relname = 'books_search_old' ORDER BY 1`)
    const before = await mine()
    expect(before).toHaveLength(functions.length + 4)
    const others = { ...earlier, names: { ...earlier.names, counters: schema.names.counters.slice(1) } }
    for (const next of [earlier, others, { ...withMigration('DELETE FROM loans;'), names: earlier.names }])
      await migrate(database.url, next)
    expect(await mine()).toEqual(before)
    await query('INSERT INTO orders (book_id, total) VALUES (1, 5)')
    expect(await query('SELECT isbn FROM books')).toEqual([{ isbn: 'x5' }])
  },
)

test('an object of the user that has the name of a declared one is not replaced', async () => {
  await migrate(database.url, { ...schema, names: { ...schema.names, counters: [] } })
  await query(`CREATE FUNCTION count_loans_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`)
  await expect(migrate(database.url, schema)).rejects.toThrow('"count_loans_insert" already exists')
})

test('what is no longer declared goes, and what is new counts the rows that are there', async () => {
  const { counters, ...others } = schema.names
  const without = {
    ...schema,
    names: { ...others, counters: counters.filter(({ column }) => column !== 'loan_count') },
  }
  await migrate(database.url, without)
  await query(...lentBook)
  expect(await query("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'loans_counted%'")).toEqual([])
  expect(await query('SELECT loan_count FROM books')).toEqual([{ loan_count: 0 }])
  await migrate(database.url, schema)
  expect(await query('SELECT loan_count FROM books')).toEqual([{ loan_count: 1 }])
})

test('a plan warns of a required column without a default, which a table with rows refuses', async () => {
  await query(...lentBook)
  const statement = 'ALTER TABLE "books" ADD COLUMN "shelf_mark" text NOT NULL;'
  expect(warningsOf([statement])).toEqual([expect.stringContaining('fails if the table has rows')])
  await expect(migrate(database.url, withMigration(statement))).rejects.toThrow('contains null values')
})

test.each([
  ['would leave rows without their parent', 'ALTER TABLE authors DISABLE TRIGGER ALL; DROP TABLE authors;', '2BP01'],
  ['fails half-way', 'SELECT nonsense;', '42703'],
])('a migration that %s leaves the database as it was', async (_, statement, code) => {
  await query("INSERT INTO subjects (name, name_key, created_at) VALUES ('a', 'a', now())")
  const before = await state()
  const next = withMigration('DELETE FROM subjects;', 'DROP TABLE influences;', statement)
  await expect(migrate(database.url, next)).rejects.toMatchObject({
    message: expect.stringMatching(/^Migration 20990101000000_next of 127\.0\.0\.1:\d+\/test_\w+ failed: /),
    cause: { cause: { code } },
  })
  expect(await state()).toEqual(before)
  expect(await query('SELECT name FROM subjects')).toEqual([{ name: 'a' }])
})
