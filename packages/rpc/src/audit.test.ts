import { expect, test } from 'vitest'
import { keysOf } from './audit.ts'
import { type KeyLimits, limitOf } from './caller.ts'

test.each<[string, unknown, unknown, object]>([
  ['ids at the top', { id: 1, authorId: 2, title: 'A' }, {}, { id: 1, authorId: 2 }],
  [
    'ids in objects and lists',
    { books: { moveTo: 3, remove: [{ id: 4 }] } },
    {},
    { 'books.moveTo': 3, 'books.remove.0.id': 4 },
  ],
  ['lists of ids', { bookIds: [5, 6] }, {}, { 'bookIds.0': 5, 'bookIds.1': 6 }],
  ['ids that are text, cut to 200 characters', { externalId: 'x'.repeat(300) }, {}, { externalId: 'x'.repeat(200) }],
  ['the id of a row that was created', { title: 'A' }, { id: 7 }, { id: 7 }],
  ['no other text', { name: 'secret', idea: 'secret' }, { name: 'secret' }, {}],
  ['nothing of an input without fields', undefined, null, {}],
])('the keys of a call are %s', (_, input, output, keys) => {
  expect(keysOf(input, output)).toEqual(keys)
})

test('an event has at most 50 keys', () => {
  expect(Object.keys(keysOf({ ids: Array.from({ length: 1_000 }, (_, n) => n) }, {}))).toHaveLength(50)
})

test.each<[KeyLimits, string, string, boolean]>([
  [{ reads: true }, 'books.list', 'query', true],
  [{ reads: true }, 'books.create', 'mutation', false],
  [{ reads: false, procedures: ['books.list', 'loans.*'] }, 'loans.create', 'mutation', true],
  [{ reads: false, procedures: ['books.list', 'loans.*'] }, 'books.list', 'query', true],
  [{ reads: false, procedures: ['books.list', 'loans.*'] }, 'books.listAll', 'query', false],
  [{ reads: true, procedures: ['loans.*'] }, 'loans.create', 'mutation', false],
  [{ reads: false, procedures: [] }, 'books.list', 'query', false],
])('a key with the limits %j: %s, a %s, is allowed: %s', (limits, path, type, allowed) => {
  expect(limitOf({ kind: 'service', name: 'robot', limits }, path, type) === undefined).toBe(allowed)
})
