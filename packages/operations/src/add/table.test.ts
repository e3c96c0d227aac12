import { library } from '@trellis/host/testing/library'
import { expect, test } from 'vitest'
import { knownOf } from './known.ts'
import { checkName, singularOf } from './names.ts'
import { relationOf } from './relation.ts'
import { tableOf } from './table.ts'

const known = knownOf(library)

test.each([
  ['appointments', 'appointment'],
  ['bakeries', 'bakery'],
  ['labResults', 'labResult'],
  ['boxes', 'box'],
  ['classes', 'class'],
  ['addresses', 'address'],
  ['statuses', 'status'],
  ['buses', 'bus'],
  ['houses', 'house'],
  ['courses', 'course'],
  ['nurses', 'nurse'],
  ['invoices', 'invoice'],
  ['branches', 'branch'],
  ['bookShelves', 'bookShelf'],
  ['children', 'child'],
  ['days', 'day'],
  ['potatoes', 'potato'],
  ['indices', 'index'],
  ['lenses', 'lens'],
  ['ties', 'tie'],
  ['menus', 'menu'],
  ['news', undefined],
  ['series', undefined],
  ['staff', undefined],
  ['address', undefined],
  ['status', undefined],
])('%s are each %s', (plural, singular) => {
  expect(singularOf(plural)).toBe(singular)
})

test('a table has its columns, references and names', () => {
  const table = tableOf('labResults', ['book:books', 'value:integer:index', 'note:text:optional:unique'], {}, known)
  expect(table).toMatchObject({
    singular: 'labResult',
    reason: 'LAB_RESULT',
    stored: 'lab_results',
    path: 'lab-results',
  })
  const [book, value, note] = table.fields
  expect(book).toMatchObject({ name: 'bookId', optional: false, reference: { as: 'book', onDelete: 'restrict' } })
  expect(book?.reference?.table).toEqual({ name: 'books', singular: 'book', missing: 'BOOK_NOT_FOUND', id: 'number' })
  expect(value).toMatchObject({ name: 'value', indexed: true, unique: false })
  expect(note).toMatchObject({ optional: true, unique: true })
})

test('several references to one table have several names there', () => {
  const { fields } = tableOf('pairs', ['left:books', 'right:books', 'note:text'], {}, known)
  expect(fields.map(({ reference }) => reference?.many)).toEqual(['leftPairs', 'rightPairs', undefined])
})

const refused = (name: string, columns: string[], options = {}) => {
  try {
    tableOf(name, columns, options, known)
  } catch (error) {
    return error instanceof Error ? error.message : error
  }
  return 'taken'
}

test.each([
  ['select', ['name:text'], {}, '"select" is a reserved word of SQL: choose another name for a table.'],
  [
    'classes',
    ['name:text'],
    {},
    /^"class" is a reserved word of TypeScript, not a name for a row: .* --singular <name>\.$/,
  ],
  ['lists', ['name:text'], {}, /^"list" has another meaning in the code, as a name for a row: .* --singular <name>\.$/],
  ['lab_results', ['name:text'], {}, /^"lab_results" is not a name for a table: use letters/],
  ['appointment', ['name:text'], {}, /^"appointment" is not a plural\. Name the table in the plural/],
  ['books', ['name:text'], {}, 'There is a table books already.'],
  ['changes', ['name:text'], {}, /^"changes" has another meaning in the code/],
  ['pens', [], {}, 'Name at least one column, such as name:text.'],
  ['pens', ['name'], {}, /^name: "" is neither a type \(text, .*\) nor a table \(.*books.*\)\.$/],
  ['pens', ['name:txt'], {}, /^name:txt: "txt" is neither a type/],
  ['pens', ['name:text:uniq'], {}, /^name:text:uniq: "uniq" is not one of optional, unique/],
  ['pens', ['order:integer'], {}, /^"order" is a reserved word/],
  ['pens', ['version:integer'], {}, /^Every table has a column or an input version/],
  ['pens', ['name:text', 'name:integer'], {}, 'Two columns are called name.'],
  ['pens', ['isNew:boolean:unique'], {}, 'isNew:boolean:unique: a boolean cannot be unique.'],
  ['pens', ['name:text:cascade'], {}, 'name:text:cascade: only a reference can have cascade or setNull.'],
  ['pens', ['name:text', 'book:books:setNull'], {}, 'book:books:setNull: setNull needs optional.'],
  ['pens', ['name:text', 'bookId:books'], {}, 'bookId:books: name the reference without Id: book.'],
  ['pens', ['book:books'], {}, /^Add a column that is no reference/],
  ['pens', ['name:text', 'key:idempotencyKeys'], {}, /^The table idempotencyKeys has no id/],
  ['pens', ['name:text', 'user:users'], {}, /^No reason says that a row of users is missing\. Add one/],
  ['pens', ['name:text'], { owner: 'user' }, '--owner: no column user refers to users. Add user:users.'],
  ['pens', ['name:text'], { self: 'version' }, undefined],
  ['pens', ['name:text'], { self: 'select' }, /^"select" is a reserved word/],
] as const)('refuses %s %j %j in one line', (name, columns, options, message) => {
  const said = refused(name, [...columns], options)
  if (message === undefined) return expect(said).toBe('taken')
  expect(said).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
  expect(String(said)).not.toContain('\n')
})

test('a name that is taken by SQL in snake case is refused', () => {
  expect(() => checkName('currentUser', 'a column')).toThrow('reserved word of SQL')
  expect(() => checkName('group', 'a column')).toThrow('reserved word of SQL')
})

test('a row may have the name of a word of SQL, and a column that of a variable', () => {
  expect(tableOf('orders', ['email:text:unique', 'rows:integer', 'class:text', 'book:books'], {}, known)).toMatchObject(
    {
      singular: 'order',
      fields: [{ name: 'email' }, { name: 'rows' }, { name: 'class' }, { name: 'bookId' }],
    },
  )
  expect(tableOf('classes', ['name:text'], { singular: 'lesson' }, known).reason).toBe('LESSON')
})

test.each([
  ['books', /^"books" does not name two tables/],
  ['books:books', /^books:books: write a relation of a table with itself by hand/],
  ['books:pens', /^There is no table pens\. There are: /],
])('refuses the relation of %s', (sides, message) => {
  expect(() => relationOf('marks', sides, {}, known)).toThrow(message)
})
