import { inArray } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestStore } from '../../testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let client: Client
beforeAll(async () => {
  database = await createTestStore(inject('templates'), 'postgres')
  client = new Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.remove()
})

const rows = async (statement: string, parameters: unknown[] = []) => (await client.query(statement, parameters)).rows

describe('foreign keys', () => {
  const foreignKeys = `SELECT conrelid::regclass AS "table", conname AS name, conkey FROM pg_constraint WHERE contype = 'f'`

  test('each has an index led by it, so that deleting a parent scans nothing', async () => {
    expect((await rows(foreignKeys)).length).toBeGreaterThan(10)
    const bare = await rows(`
      SELECT name FROM (${foreignKeys}) f WHERE NOT EXISTS (
        SELECT FROM pg_index WHERE indrelid = "table" AND indpred IS NULL
          AND (indkey::int2[])[0:cardinality(conkey) - 1] = conkey)`)
    // Two columns, of which the first, `comments_replies`, is selective enough.
    expect(bare).toEqual([{ name: 'comments_parent' }])
    const led = await rows(`SELECT indexrelid::regclass::text AS name FROM pg_index JOIN pg_constraint
      ON conname = 'comments_parent' AND indrelid = conrelid AND indkey[0] = conkey[1]`)
    expect(led).toEqual([{ name: 'comments_replies' }])
  })
})

describe('ids', () => {
  test('are 64-bit, and so is all that refers to them', async () => {
    const narrow = await rows(`
      SELECT attrelid::regclass::text AS "table", attname AS "column", atttypid::regtype::text AS type
      FROM pg_attribute JOIN pg_constraint ON conrelid = attrelid AND attnum = ANY (conkey) AND contype IN ('p', 'f')
      WHERE connamespace = 'public'::regnamespace AND atttypid <> 'bigint'::regtype`)
    expect(new Set(narrow.map(({ table, column, type }) => `${table}.${column} ${type}`))).toEqual(
      new Set(['rate_limits.key text', 'idempotency_keys.caller text', 'idempotency_keys.key text']),
    )
  })
})

describe('search', () => {
  test.each([
    ['anywhere', ['posts_search_title', 'posts_search_content']],
    ['title', ['posts_search_title']],
  ] as const)('%s reads the index from 3 letters on', async (where, indexes) => {
    const { db, tables, expressions } = database.store.read
    const query = db
      .select()
      .from(tables.posts)
      .where(
        inArray(
          tables.posts.id,
          expressions.matching(
            where === 'title' ? [tables.posts.title] : [tables.posts.title, tables.posts.content],
            'abc',
          ),
        ),
      )
    const { sql, params } = query.toSQL()
    await client.query('SET enable_seqscan = off')
    const plan = JSON.stringify(await rows(`EXPLAIN ${sql}`, params))
    for (const index of indexes) expect(plan).toContain(`Bitmap Index Scan on ${index}`)
    expect(plan).not.toContain('Seq Scan')
  })
})
