import { expect, test } from 'vitest'
import { warningsOf } from './migration-warnings.ts'

test('warns about locks and loss of data', () => {
  expect(warningsOf(['ALTER TABLE "books" DROP COLUMN "title"'])).toEqual([
    expect.stringContaining('books: removes a column'),
  ])
  expect(warningsOf(['CREATE INDEX "i" ON "books" ("title")'])).toEqual([expect.stringContaining('builds an index')])
  expect(warningsOf(['ALTER TABLE "books" ADD COLUMN "x" text', 'CREATE TABLE "y" ("id" integer)'])).toEqual([])
})
