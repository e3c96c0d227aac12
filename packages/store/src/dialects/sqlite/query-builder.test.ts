import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { createTestStore } from '../../../test/library/index.ts'

const { store, statements, remove } = await createTestStore(inject('templates'), 'sqlite')
afterAll(remove)

describe('parameters', () => {
  it('are written so that SQLite keeps the plan of a prepared statement', async () => {
    const { db, tables } = store.read
    await db.query.books.findFirst({ where: { id: 1 }, with: { author: true } })
    await db.select().from(tables.authors).where(sql`${tables.authors.id} = ${1}`).limit(1)
    expect(statements).toHaveLength(2)
    for (const statement of statements) expect(statement.replaceAll('+?', '')).not.toContain('?')
  })
})
