import { inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openFile } from '../../../../store/src/dialects/sqlite/file.ts'
import { createTestStore } from '../../testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
beforeAll(async () => {
  database = await createTestStore(inject('templates'), 'sqlite')
})
afterAll(() => database.remove())

/** The rows of a statement, read on a separate connection. */
function rows(statement: string, parameters: unknown[] = []): unknown[] {
  const client = openFile(database.url)
  try {
    return client.prepare(statement).all(...parameters)
  } finally {
    client.close()
  }
}

describe('foreign keys', () => {
  // The table and columns of each foreign key, and the first columns of each index.
  const foreignKeys = `
    SELECT t.name || ' (' || group_concat(f."from", ', ' ORDER BY f.seq) || ')' AS key
    FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' GROUP BY t.name, f.id`
  const indexes = `
    SELECT t.name || ' (' || group_concat(c.name, ', ') OVER (PARTITION BY t.name, i.name ORDER BY c.seqno) || ')' AS key
    FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c WHERE t.type = 'table'`

  test('each has an index led by it, so that deleting a parent scans nothing', () => {
    expect(rows(foreignKeys).length).toBeGreaterThan(10)
    expect(rows(`SELECT key FROM (${foreignKeys}) WHERE key NOT IN (${indexes})`)).toEqual([
      // Two columns, of which the first, `comments_replies`, is selective enough.
      { key: 'comments (parent_id, post_id)' },
    ])
    expect(rows(indexes)).toContainEqual({ key: 'comments (parent_id)' })
  })
})

describe('search', () => {
  test.each(['anywhere', 'title'] as const)('%s reads the index from 3 letters on', (where) => {
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
    const plan = rows(`EXPLAIN QUERY PLAN ${sql}`, params)
    expect(plan).toContainEqual(
      expect.objectContaining({ detail: expect.stringMatching(/posts_search VIRTUAL TABLE INDEX 0:M/) }),
    )
    expect(plan).toContainEqual(expect.objectContaining({ detail: 'SEARCH posts USING INTEGER PRIMARY KEY (rowid=?)' }))
    expect(plan).not.toContainEqual(expect.objectContaining({ detail: expect.stringMatching(/^SCAN posts$/) }))
  })
})
