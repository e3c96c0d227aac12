import {
  type CopyNames,
  type CounterNames,
  countedBy,
  countedKey,
  countOf,
  type DerivedNames,
  grouped,
  searchName,
} from '../../derived/names.ts'

/** A database object that is generated from a declaration, and the statements that fill it from the rows. */
export interface DerivedObject {
  name: string
  /** The statement that creates it. */
  create: string
  /** The statements that recompute the data that it maintains. */
  rebuild: string[]
  /** Rows that must not be there when it is created, and the error if there is one. */
  refused?: { rows: string; message: string }
}

/** The triggers and virtual tables of the declarations. */
export function derivedObjects({ counters, copies, searches, appendOnly }: DerivedNames): DerivedObject[] {
  return [
    ...grouped(counters, ({ counts }) => counts).flatMap(([table, of]) => countingTriggers(table, of)),
    ...copies.flatMap(copyingTriggers),
    ...searches.flatMap(({ table, columns }) => searchObjects(table, columns)),
    ...appendOnly.map((table) => ({
      name: `${table}_append_only`,
      create: `CREATE TRIGGER ${table}_append_only BEFORE UPDATE ON ${table} BEGIN\n  SELECT RAISE(ABORT, '${table} is append-only');\nEND`,
      rebuild: [],
    })),
  ]
}

function copyingTriggers({ table, column, by, of }: CopyNames): DerivedObject[] {
  const original = (row: string) =>
    `(SELECT ${of.column} FROM ${of.table} AS original WHERE original.${of.key} = ${row}.${by})`
  const rebuild = [`UPDATE ${table} SET ${column} = ${original(table)} WHERE ${column} IS NOT ${original(table)}`]
  const trigger = (event: string, head: string, set: string): DerivedObject => ({
    name: `${table}_copied_${column}_${event}`,
    create: `CREATE TRIGGER ${table}_copied_${column}_${event} AFTER ${head} BEGIN\n  UPDATE ${table} SET ${column} = ${set};\nEND`,
    rebuild,
  })
  return [
    trigger(
      'insert',
      `INSERT ON ${table} WHEN NEW.${column} IS NOT ${original('NEW')}`,
      `${original('NEW')} WHERE rowid = NEW.rowid`,
    ),
    trigger('update', `UPDATE OF ${of.column} ON ${of.table}`, `NEW.${of.column} WHERE ${by} = NEW.${of.key}`),
  ]
}

const add = (amount: '+ 1' | '- 1', row: 'NEW' | 'OLD') => (one: CounterNames) =>
  `  UPDATE ${one.table} SET ${one.column} = ${one.column} ${amount} WHERE ${one.key} = ${countedKey(one, row)};`

function countingTriggers(table: string, counters: CounterNames[]): DerivedObject[] {
  const rebuild = counters.map((one) => `UPDATE ${one.table} SET ${one.column} = ${countOf(one)}`)
  const trigger = (event: string, head: string, body: string[]): DerivedObject => ({
    name: `${table}_counted_${event}`,
    create: `CREATE TRIGGER ${table}_counted_${event} AFTER ${head} BEGIN\n${body.join('\n')}\nEND`,
    rebuild,
  })
  return [
    trigger('insert', `INSERT ON ${table}`, counters.map(add('+ 1', 'NEW'))),
    trigger('delete', `DELETE ON ${table}`, counters.map(add('- 1', 'OLD'))),
    ...grouped(counters, (one) => countedBy(one).join('_')).map(([columns, moved]) =>
      trigger(
        columns,
        `UPDATE OF ${moved.slice(0, 1).flatMap(countedBy).join(', ')} ON ${table} WHEN ${moves(moved)}`,
        [...moved.map(add('- 1', 'OLD')), ...moved.map(add('+ 1', 'NEW'))],
      ),
    ),
  ]
}

/** Whether an update changes the key that a row is counted for. */
function moves([one]: CounterNames[]): string {
  return one ? `${countedKey(one, 'OLD')} IS NOT ${countedKey(one, 'NEW')}` : ''
}

/** A trigram index. It stores no text: it reads the text from the table. */
function searchObjects(table: string, columns: string[]): DerivedObject[] {
  const index = searchName(table)
  const rebuild = [`INSERT INTO ${index} (${index}) VALUES ('rebuild')`]
  const names = columns.join(', ')
  const valuesOf = (row: string) => columns.map((column) => `${row}.${column}`).join(', ')
  const enter = `  INSERT INTO ${index} (rowid, ${names}) VALUES (NEW.id, ${valuesOf('NEW')});`
  const remove = `  INSERT INTO ${index} (${index}, rowid, ${names}) VALUES ('delete', OLD.id, ${valuesOf('OLD')});`
  const trigger = (event: string, head: string, body: string[]): DerivedObject => ({
    name: `${table}_searched_${event}`,
    create: `CREATE TRIGGER ${table}_searched_${event} AFTER ${head} ON ${table} BEGIN\n${body.join('\n')}\nEND`,
    rebuild,
  })
  return [
    {
      name: index,
      create: `CREATE VIRTUAL TABLE ${index} USING fts5(
  ${names}, content = '${table}', content_rowid = 'id', tokenize = 'trigram'
)`,
      rebuild,
    },
    trigger('insert', 'INSERT', [enter]),
    trigger('delete', 'DELETE', [remove]),
    trigger('update', `UPDATE OF ${names}`, [remove, enter]),
  ]
}
