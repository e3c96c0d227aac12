import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestStore, type Store } from '../test/library/index.ts'
import { compareKeys, fold } from './fold.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

const same: [string, string][] = [
  ['Ada', 'aDA'],
  ['ÉCOLE', 'école'],
  ['école', 'e\u0301cole'],
  ['Å', 'A\u030a'],
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'strasse'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
  ['Σ', 'ς'],
  ['Σ', 'σ'],
  ['İzmir', 'i̇zmir'],
  ['ılık', 'ILIK'],
  ['Привет', 'ПРИВЕТ'],
  ['ﬁnance', 'FINANCE'],
  ['Ｔｏｋｙｏ', 'tokyo'],
  ['\u212a', 'k'],
  ['ა', 'Ა'],
  ['𐐀', '𐐨'],
]
const different: [string, string][] = [
  ['ecole', 'école'],
  ['Ada', 'Ada '],
  ['i', 'İ'],
  ['o', 'ø'],
  ['и', 'й'],
  ['か', 'が'],
  ['😀', '😁'],
]

describe('fold', () => {
  test.each(same)('%s and %s are one name', (one, other) => {
    expect(fold(one)).toBe(fold(other))
  })

  test.each(different)('%s and %s are two', (one, other) => {
    expect(fold(one)).not.toBe(fold(other))
  })

  test('makes one of the cases and forms of every character that has some', () => {
    const unequal: string[] = []
    for (let code = 0; code <= 0x2ffff; code++) {
      const character = String.fromCodePoint(code)
      const spellings = [character.toUpperCase(), character.toLowerCase(), character.normalize('NFKD')]
      if (spellings.every((spelling) => spelling === character)) continue
      const key = fold(character)
      if ([...spellings, key].some((spelling) => fold(spelling) !== key)) unequal.push(character)
    }
    expect(unequal).toEqual([])
  })

  test('folding again changes nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text)),
      { seed: 42, numRuns: 500 },
    )
  })

  test('a part of a name is found in it, also where a sigma ends the part', async () => {
    const found = await store.write(async ({ db, tables, expressions }) => {
      await db.insert(tables.subjects).values({ name: 'ΟΔΟΣΙΑ' })
      return db
        .select({ name: tables.subjects.name })
        .from(tables.subjects)
        .where(expressions.keyContains(tables.subjects.nameKey, fold('Οδος')))
    })
    expect(found).toEqual([{ name: 'ΟΔΟΣΙΑ' }])
  })
})

describe('unique names', () => {
  const add = (name: string) =>
    store.write(async ({ db, tables }) => {
      await db.insert(tables.authors).values({ name })
    })

  test.each(same)('once there is %s, %s is taken', async (one, other) => {
    await add(`${one} unique`)
    const error = await add(`${other} unique`).catch((thrown: unknown) => thrown)
    expect(store.violation(error)).toEqual({ kind: 'unique', columns: 'authors.name_key', fields: ['name'] })
    await store.write(async ({ db, tables }) => db.delete(tables.authors))
  })

  test.each(different)('beside %s, %s is free', async (one, other) => {
    await add(`${one} free`)
    await add(`${other} free`)
    await store.write(async ({ db, tables }) => db.delete(tables.authors))
  })

  test('are sorted by code point, the same on both engines', async () => {
    const sorted = ['A-b', 'a_b', 'aa', 'Ab', 'Z', 'É', 'я', '中', '\ufffd', '😀']
    for (const name of sorted.toReversed()) await add(name)
    const { db, tables } = store.read
    const rows = await db.select().from(tables.authors).orderBy(tables.authors.nameKey)
    expect(rows.map((row) => row.name)).toEqual(sorted)
    expect(sorted.toReversed().toSorted((a, b) => compareKeys(fold(a), fold(b)))).toEqual(sorted)
  })
})
