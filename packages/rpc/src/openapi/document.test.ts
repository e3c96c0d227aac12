import { expect, test } from 'vitest'
import { createLibrary } from '../../test/library.ts'
import { commonReasons } from '../errors.ts'
import { routesOf } from '../rest/index.ts'
import { openApiOf } from './document.ts'

const library = createLibrary()
const routes = routesOf(library)
const document = openApiOf(library, {
  title: 'Library',
  version: '1.0.0',
  description: 'Books and loans.',
  reasons: { ...commonReasons, BOOK_NOT_FOUND: { code: 'NOT_FOUND' } },
  examples: { 'books.rename': { id: 7, title: 'Emma' } },
  nouns: { books: 'Books.' },
})

test('every route is an operation with a name of its own', () => {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  expect(operations).toHaveLength(routes.length)
  expect(new Set(operations.map((operation) => Reflect.get(operation, 'operationId'))).size).toBe(routes.length)
})

test('the reasons of a procedure are the responses of its code', () => {
  expect(document.paths['/books/{id}']).toHaveProperty(['get', 'responses', '404'])
  expect(document.paths['/reader']).not.toHaveProperty(['get', 'responses', '404'])
})

test('an example that is given is used; the numbers of another input come from its schema', () => {
  expect(document.paths['/books/{id}']).toMatchObject({
    patch: {
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'id', example: 7 })]),
      requestBody: { content: { 'application/json': { example: { title: 'Emma' } } } },
    },
    get: { parameters: expect.arrayContaining([expect.objectContaining({ name: 'id', example: 1 })]) },
  })
  expect(document.paths['/books']).toMatchObject({
    get: { parameters: expect.arrayContaining([expect.objectContaining({ name: 'limit', example: 2 })]) },
  })
})
