import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generateMigration, push } from '../../../test/drizzle-kit.ts'
import { library } from '../../../test/library/index.ts'
import { runTogether } from '../../../test/processes.ts'
import { warningsOf } from '../../cli/commands.ts'
import { openFile } from './file.ts'
import { migrate } from './migrate.ts'

const schema = library.schema('sqlite')
/** The earlier release had no journal and no `noOverlap`. */
const earlier = { ...schema, names: { ...schema.names, journals: [], overlaps: [] } }
const { migrations } = schema
const config = fileURLToPath(new URL('../../../test/library/drizzle.config.ts', import.meta.url))
const migrationCount = readdirSync(migrations).length

let folder: string
let url: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trellis-migrate-'))
  url = `file:${join(folder, 'migrated.db')}`
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Runs statements on the file, and answers the values of the last one's rows. */
function query(...statements: string[]): unknown[] {
  const client = openFile(url)
  try {
    for (const statement of statements.slice(0, -1)) client.exec(statement)
    const last = client.prepare(statements.at(-1) ?? '')
    return last.reader ? last.raw().all() : [last.run().changes]
  } finally {
    client.close()
  }
}

const objects = () => query("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2")

/** The committed migrations and one more. */
function withMigration(...statements: string[]): typeof schema {
  const copy = join(folder, 'migrations')
  cpSync(migrations, copy, { recursive: true })
  mkdirSync(join(copy, '20990101000000_next'))
  writeFileSync(join(copy, '20990101000000_next', 'migration.sql'), statements.join('\n--> statement-breakpoint\n'))
  return { ...schema, migrations: copy }
}

/** How drizzle-kit changes what `ALTER TABLE` cannot: create, copy, drop, rename. */
function rebuild(table: string): string[] {
  const create = String(query(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '${table}'`))
  return [
    'PRAGMA foreign_keys=OFF;',
    // SQLite writes the name of a table that was renamed with other quotes.
    `${create.replace(new RegExp(`[\`"]${table}[\`"]`), `\`__new_${table}\``)};`,
    `INSERT INTO \`__new_${table}\` SELECT * FROM \`${table}\`;`,
    `DROP TABLE \`${table}\`;`,
    `ALTER TABLE \`__new_${table}\` RENAME TO \`${table}\`;`,
    'PRAGMA foreign_keys=ON;',
  ]
}

const content = [
  `INSERT INTO authors (name, name_key, created_at, updated_at)
     VALUES ('a', 'a', 0, 0), ('b', 'b', 0, 0), ('gone', 'gone', 0, 0)`,
  "DELETE FROM authors WHERE name = 'gone'",
  "INSERT INTO readers (name, name_key, created_at, updated_at) VALUES ('q', 'q', 0, 0), ('r', 'r', 0, 0)",
  "INSERT INTO biographies (author_id, full_name, full_name_key) VALUES (1, 'A', 'a')",
  `INSERT INTO books (title, title_key, summary, author_id, created_at, updated_at)
     VALUES ('needle', 'needle', 'hay', 1, 0, 0)`,
  "INSERT INTO notes (book_id, reader_id, body) VALUES (1, 2, 'n')",
  "INSERT INTO notes (book_id, reader_id, parent_id, body) VALUES (1, 1, 1, 'r')",
  'INSERT INTO loans (book_id, reader_id) VALUES (1, 2)',
  'INSERT INTO influences (influencer_id, influenced_id, created_at) VALUES (2, 1, 0)',
]
const TABLES = ['authors', 'readers', 'biographies', 'books', 'notes', 'loans', 'influences']
const rows = () => TABLES.map((table) => query(`SELECT * FROM ${table}`))

describe('the committed migrations', { timeout: 300_000 }, () => {
  test('are all there are; if not, run `npm run db:generate`', async () => {
    expect(await generateMigration(config, 'file:none.db', migrations, join(folder, 'out'))).toBe('')
  })

  test('run once: again is a no-op', () => {
    migrate(url, schema)
    query(...content)
    const before = { schema: objects(), rows: rows(), seen: query('SELECT * FROM __drizzle_migrations') }
    expect(before.seen).toHaveLength(migrationCount)
    migrate(url, schema)
    expect({ schema: objects(), rows: rows(), seen: query('SELECT * FROM __drizzle_migrations') }).toEqual(before)
  })

  test('come with triggers and a search index that are made again if they are missing, with what they should have done', () => {
    migrate(url, schema)
    const before = objects()
    query(
      ...content,
      'DROP TRIGGER loans_counted_insert',
      'DROP TABLE books_search',
      'INSERT INTO loans (book_id, reader_id) VALUES (1, 1)',
    )
    expect(objects()).not.toEqual(before)
    migrate(url, schema)
    expect(objects()).toEqual(before)
    expect(query('SELECT loan_count FROM books')).toEqual([[2]])
    expect(query("SELECT rowid FROM books_search WHERE books_search MATCH 'needle'")).toEqual([[1]])
  })

  test('adopt what the earlier release generated, which recorded nothing, and follow the declarations from there', () => {
    migrate(url, earlier)
    const before = objects()
    query(...content, 'DROP TABLE __derived_objects', 'UPDATE books SET loan_count = 5')
    migrate(url, earlier)
    expect(objects()).toEqual(before)
    // Nothing was made anew, so nothing was counted again.
    expect(query('SELECT loan_count FROM books')).toEqual([[5]])
    query('DROP TABLE __derived_objects')
    migrate(url, {
      ...schema,
      names: { counters: [], copies: [], searches: [], appendOnly: [], journals: [], overlaps: [] },
    })
    expect(query("SELECT name FROM sqlite_schema WHERE type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%'")).toEqual([])
  })

  test('make what was changed by hand as it is declared', () => {
    migrate(url, schema)
    const before = objects()
    query(
      ...content,
      'DROP TRIGGER loans_counted_insert',
      'CREATE TRIGGER loans_counted_insert AFTER INSERT ON loans BEGIN UPDATE books SET loan_count = 7; END',
      'UPDATE books SET loan_count = 5, note_count = 5',
    )
    migrate(url, schema)
    expect(objects()).toEqual(before)
    // Only what differed is counted again.
    expect(query('SELECT loan_count, note_count FROM books')).toEqual([[1, 5]])
  })

  test.each(['with', 'without'])('leave objects of the user alone, %s a record of an earlier start', (record) => {
    migrate(url, earlier)
    query(
      ...content,
      'CREATE TABLE orders (id INTEGER PRIMARY KEY, book_id INTEGER, total INTEGER)',
      'CREATE VIRTUAL TABLE my_search USING fts5(body)',
      "INSERT INTO my_search VALUES ('kept')",
      'CREATE INDEX books_search_mine ON books (summary)',
      ...[
        'count_orders',
        'orders_counted_insert',
        'orders_copied_total_insert',
        'orders_searched_insert',
        'orders_append_only',
      ].map(
        (name) =>
          `CREATE TRIGGER ${name} AFTER INSERT ON orders BEGIN UPDATE books SET isbn = 'x' || NEW.total WHERE id = NEW.book_id; END`,
      ),
      ...(record === 'without' ? ['DROP TABLE __derived_objects'] : []),
    )
    const before = query(
      "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '%__derived_objects%' ORDER BY 1, 2",
    )
    const others = { ...earlier, names: { ...earlier.names, counters: schema.names.counters.slice(1) } }
    for (const next of [earlier, others, { ...withMigration('DELETE FROM loans;'), names: earlier.names }])
      migrate(url, next)
    const after = query(
      "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '%__derived_objects%' ORDER BY 1, 2",
    )
    expect(after).toEqual(before)
    expect(query('SELECT * FROM my_search')).toEqual([['kept']])
    query('INSERT INTO orders (book_id, total) VALUES (1, 5)')
    expect(query('SELECT isbn FROM books')).toEqual([['x5']])
  })

  test('refuse to replace an object of the user that has the name of a declared one', () => {
    migrate(url, { ...schema, names: { ...schema.names, searches: [] } })
    query('CREATE VIRTUAL TABLE books_search USING fts5(mine)')
    expect(() => migrate(url, schema)).toThrow('books_search already exists')
    expect(query('SELECT mine FROM books_search')).toEqual([])
  })

  test('follow the declarations: what is no longer declared goes, what is new counts the rows that are there', () => {
    const { counters, ...others } = schema.names
    const without = {
      ...schema,
      names: { ...others, counters: counters.filter(({ column }) => column !== 'loan_count') },
    }
    migrate(url, without)
    query(...content)
    expect(query("SELECT name FROM sqlite_schema WHERE name LIKE 'loans_counted%'")).toEqual([])
    expect(query('SELECT loan_count FROM books')).toEqual([[0]])
    migrate(url, schema)
    expect(query('SELECT loan_count FROM books')).toEqual([[1]])
    migrate(url, without)
    expect(query("SELECT name FROM sqlite_schema WHERE name LIKE 'loans_counted%'")).toEqual([])
  })

  test('stay as they are when drizzle-kit pushes the tables, with what is derived', async () => {
    migrate(url, schema)
    query(...content)
    const before = { objects: objects(), rows: rows() }
    await push(config, url)
    expect({ objects: objects(), rows: rows() }).toEqual(before)
  })

  test('run once when processes start together on a file that is not there', async () => {
    const errors = await runTogether(
      4,
      `import { library } from ${JSON.stringify(new URL('../../../test/library/index.ts', import.meta.url))}
      await ready()
      await library.migrate(${JSON.stringify(url)})`,
    )
    expect(errors).toEqual(['', '', '', ''])
    expect(query('SELECT * FROM __drizzle_migrations')).toHaveLength(migrationCount)
  })
})

describe.each(TABLES)('a rebuild of %s', (table) => {
  test('loses no row, of the table or of those that refer to it, and keeps counters, triggers and search', () => {
    migrate(url, schema)
    query(...content)
    const before = { rows: rows(), schema: objects() }
    migrate(url, withMigration(...rebuild(table)))

    expect(rows()).toEqual(before.rows)
    expect(query('PRAGMA foreign_key_check')).toEqual([])
    const programs = (all: unknown[]) => all.filter((entry) => /CREATE (TRIGGER|VIRTUAL)/.test(String(entry)))
    expect(programs(objects())).toEqual(programs(before.schema))
    expect(programs(objects())).not.toEqual([])

    query('INSERT INTO loans (book_id, reader_id) VALUES (1, 1)')
    expect(query('SELECT loan_count, note_count FROM books')).toEqual([[2, 2]])
    query("UPDATE books SET summary = 'haystack'")
    expect(query("SELECT rowid FROM books_search WHERE books_search MATCH 'needle AND stack'")).toEqual([[1]])
  })
})

test('ids of deleted rows do not come back after a rebuild', () => {
  migrate(url, schema)
  query(...content, 'DELETE FROM authors')
  migrate(url, withMigration(...rebuild('authors')))
  query("INSERT INTO authors (name, name_key, created_at, updated_at) VALUES ('n', 'n', 0, 0)")
  expect(query('SELECT id FROM authors')).toEqual([[4]])
})

test('counters are right after a migration that deletes rows', () => {
  migrate(url, schema)
  query(...content)
  migrate(url, withMigration('DELETE FROM loans;', 'DELETE FROM notes WHERE parent_id IS NOT NULL;'))
  expect(query('SELECT loan_count, note_count FROM books')).toEqual([[0, 1]])
})

test('a plan warns of a required column without a default, which a table with rows refuses', () => {
  migrate(url, schema)
  query(...content)
  const statement = 'ALTER TABLE `books` ADD `shelf_mark` text NOT NULL;'
  expect(warningsOf([statement])).toEqual([expect.stringContaining('fails if the table has rows')])
  expect(() => migrate(url, withMigration(statement))).toThrow('Cannot add a NOT NULL column')
})

test.each([
  [
    'would leave rows without their parent',
    ['DELETE FROM authors WHERE id = 1;'],
    /would leave 3 rows .* in: .*biographies/,
  ],
  [
    'fails half-way',
    ['DELETE FROM loans;', 'DROP TABLE influences;', 'SELECT nonsense;'],
    /^Migration 20990101000000_next of \/.*migrated\.db failed: no such column/,
  ],
])('a migration that %s leaves the file as it was', (_, statements, message) => {
  migrate(url, schema)
  query(...content)
  const before = { schema: objects(), rows: rows(), seen: query('SELECT * FROM __drizzle_migrations') }
  expect(() => migrate(url, withMigration(...statements))).toThrow(message)
  expect({ schema: objects(), rows: rows(), seen: query('SELECT * FROM __drizzle_migrations') }).toEqual(before)
})
