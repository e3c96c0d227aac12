/** What a type of columns is in each part of the code. */
export interface ColumnType {
  readonly table: string
  readonly input: string
  readonly view: string
  /** A value for tests, and another one. */
  readonly sample: unknown
  readonly other: unknown
  /** A value that is new each time, for tests of a unique column. Absent where too few values are different. */
  readonly fresh?: (name: string) => string
}

const json = 'z.record(z.string(), z.json())'

/** The types of columns, by their names on the command line. Others are the names of tables. */
export const columnTypes: Readonly<Record<string, ColumnType>> = {
  text: {
    table: 'c.text()',
    input: 'line(500)',
    view: 'z.string()',
    sample: 'A text',
    other: 'Another text',
    fresh: (name) => `\`${name} \${++made}\``,
  },
  integer: {
    table: 'c.integer()',
    input: 'z.int32()',
    view: 'z.number()',
    sample: 1,
    other: 2,
    fresh: () => '++made',
  },
  boolean: { table: 'c.boolean()', input: 'z.boolean()', view: 'z.boolean()', sample: true, other: false },
  instant: {
    table: 'c.instant()',
    input: 'instant',
    view: 'z.string()',
    sample: '2030-01-01T08:00:00.000Z',
    other: '2030-01-02T08:00:00.000Z',
    fresh: () => 'new Date(++made * 1_000).toISOString()',
  },
  day: {
    table: 'c.day()',
    input: 'day',
    view: 'z.string()',
    sample: '2030-01-01',
    other: '2030-01-02',
    fresh: () => 'new Date(++made * 86_400_000).toISOString().slice(0, 10)',
  },
  decimal: {
    table: 'c.decimal(12, 2)',
    input: 'decimal(12, 2)',
    view: 'z.string()',
    sample: '12.50',
    other: '0.01',
    fresh: () => '(++made).toFixed(2)',
  },
  json: { table: `c.json(${json})`, input: json, view: json, sample: { a: 1 }, other: { b: [true] } },
  uuid: {
    table: 'c.uuid()',
    input: 'uuid',
    view: 'z.string()',
    sample: '0190c0de-0000-7000-8000-000000000001',
    other: '0190c0de-0000-7000-8000-000000000002',
    fresh: () => 'crypto.randomUUID()',
  },
}
