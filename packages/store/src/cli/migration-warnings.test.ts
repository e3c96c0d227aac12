import { expect, test } from 'vitest'
import { warningsOf } from './commands.ts'

test.each([
  ['ALTER TABLE `books` ADD `isbn` text NOT NULL'],
  ['ALTER TABLE "books" ADD COLUMN "isbn" text NOT NULL'],
  ['ALTER TABLE "books" ADD COLUMN "default" text NOT NULL'],
])('warns that %s fails if the table has rows', (statement) => {
  expect(warningsOf([statement])).toEqual([expect.stringContaining('books: adds a required column')])
})

test.each([
  ['ALTER TABLE `books` ADD `version` integer DEFAULT 1 NOT NULL'],
  ['ALTER TABLE "books" ADD COLUMN "version" integer DEFAULT 1 NOT NULL'],
  ['ALTER TABLE "books" ADD CONSTRAINT "named" CHECK ("title" IS NOT NULL)'],
])('%s needs no warning', (statement) => {
  expect(warningsOf([statement])).toEqual([])
})

test('warns about locks and loss of data', () => {
  expect(warningsOf(['ALTER TABLE "books" DROP COLUMN "title"'])).toEqual([
    expect.stringContaining('books: removes a column'),
  ])
  expect(warningsOf(['CREATE INDEX "i" ON "books" ("title")'])).toEqual([expect.stringContaining('builds an index')])
  expect(warningsOf(['ALTER TABLE "books" ADD COLUMN "x" text', 'CREATE TABLE "y" ("id" integer)'])).toEqual([])
})
