import { sql } from 'drizzle-orm'
import { test } from 'vitest'
import type { Connection } from '../test/library/index.ts'

test('a query builder has no method that another engine does not have, and no transaction', () => {
  const use = ({ db, tables }: Connection) => {
    // @ts-expect-error
    db.all(sql`select 1`)
    // @ts-expect-error
    db.get(sql`select 1`)
    // @ts-expect-error
    db.run(sql`select 1`)
    // @ts-expect-error
    db.values(sql`select 1`)
    // @ts-expect-error
    db.transaction(async () => {})
    return db.select({ title: tables.books.title }).from(tables.books)
  }
  void use
})
