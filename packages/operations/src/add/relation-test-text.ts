import type { Known } from './known.ts'
import { withImports } from './layout.ts'
import { capital, spoken } from './names.ts'
import type { NewRelation, Side } from './relation.ts'
import { counterText, makersText, type Style } from './samples.ts'
import { describe, style, test } from './test-parts.ts'
import { testModules } from './test-text.ts'

const missing = ({ id }: Side) => (id === 'uuid' ? "'0190c0de-0000-7000-8000-00000000dead'" : '999_999')
const rowOf = ({ singular }: Side, argument = '') => `await new${capital(singular)}(${argument})`

/** The file of the tests of a relation. */
export function relationTestText({ plural, from, to, counter }: NewRelation, known: Known): string {
  const mine = from.name === 'users'
  const state = (count: number) => (counter ? `{ ${counter}: ${count} }` : 'link')
  const both = `const link = { ${from.column}: ${rowOf(from)}, ${to.column}: ${rowOf(to)} }`
  const ids = (list: string) => `(${list}).items.map(({ id }) => id)`
  const links = [
    both,
    `expect(await add(link)).toEqual(${state(1)})`,
    `expect(await add(link)).toEqual(${state(1)})`,
    `const other = { ...link, ${from.column}: ${rowOf(from)} }`,
    `expect(await add(other)).toEqual(${counter ? state(2) : 'other'})`,
    `expect(await remove(link)).toEqual(${state(1)})`,
    `expect(await remove(link)).toEqual(${state(1)})`,
    `expect(${ids(`await ${from.name}({ ${to.column}: link.${to.column} })`)}).toEqual([other.${from.column}])`,
    `expect(await ${to.name}({ ${from.column}: link.${from.column} })).toEqual({ items: [], nextCursor: null })`,
  ]
  const lists = ([at, other]: readonly [Side, Side]) =>
    test(`lists ${spoken(other.name)} of one of the ${spoken(at.name)}, the newest link first, page by page`, [
      `const ${at.column} = ${rowOf(at)}`,
      `const ids = [${rowOf(other)}, ${rowOf(other)}, ${rowOf(other)}]`,
      `for (const ${other.column} of ids) await add({ ${at.column}, ${other.column} })`,
      `const listed = await everyPage((cursor) => ${other.name}({ ${at.column}, limit: 2, cursor }))`,
      'expect(listed.map(({ id }) => id)).toEqual(ids.reverse())',
    ])
  const refused = [
    both,
    ...['add', 'remove'].flatMap((name) =>
      [from, to].map(
        (side) => `await expectRefusal(${name}({ ...link, ${side.column}: ${missing(side)} }), '${side.missing}')`,
      ),
    ),
    `await expectRefusal(${from.name}({ ${to.column}: ${missing(to)} }), '${to.missing}')`,
    `await expectRefusal(${to.name}({ ${from.column}: ${missing(from)} }), '${from.missing}')`,
  ]
  const callers = [
    both,
    ...(mine
      ? [
          'const user = api.as(await api.newUser())',
          `const { ${to.column} } = link`,
          ...['add', 'remove'].flatMap((name) => [
            `await expectRefusal(api.anyone.${plural}.${name}(link), 'NOT_SIGNED_IN')`,
            `await expectRefusal(user.${plural}.${name}(link), 'NOT_ALLOWED')`,
            `await user.${plural}.${name}({ ${to.column} })`,
          ]),
        ]
      : [
          'const user = api.as(await api.newUser())',
          "const admin = api.as(await api.newUser(), 'admin')",
          ...['add', 'remove'].flatMap((name) => [
            `await expectRefusal(api.anyone.${plural}.${name}(link), 'NOT_SIGNED_IN')`,
            `await expectRefusal(user.${plural}.${name}(link), 'NOT_ALLOWED')`,
            `await admin.${plural}.${name}(link)`,
          ]),
        ]),
  ]
  const text = `const api = await setupApi()
const { add, remove } = api.service.${plural}
const { ${from.name}, ${to.name} } = api.anyone.${plural}

${makersText([from.name, to.name], known, style)}
${describe(plural, [
  test('link two rows once, however often they are added, until the link is removed', links),
  lists([to, from]),
  lists([from, to]),
  test('refuse rows that do not exist', refused),
  test(mine ? 'are those of the caller' : 'are written by admins and services', callers),
])}
test('refuse for every reason they declare', () => expect(api.unseenReasons('${plural}.')).toEqual([]))
`
  return withImports(counterText(text), testModules)
}

const worldStyle: Style = {
  service: 'world.service',
  parameter: 'world: World',
  argument: 'world',
  user: 'await user(world)',
}

/** The file of who may call what, where the project tests it for all procedures at once. */
export function relationAuthorizationText({ plural, from, to }: NewRelation, known: Known): string {
  const mine = from.name === 'users'
  const other = (side: Side) => `${side.column}: ${rowOf(side, 'world')}`
  const rows = ['add', 'remove'].flatMap((name) => {
    const row = (access: string, input: string, when = '') =>
      `{ procedure: '${plural}.${name}',${when} access: '${access}', input: async (world) => ({ ${input} }) },`
    if (!mine) return [row('admin', `${other(from)}, ${other(to)}`)]
    return [
      row('viewer', `${other(to)}, userId: world.caller.id`),
      row('self', `${other(to)}, userId: world.self.id`, " when: 'in the name of self',"),
    ]
  })
  const lists = [
    [from, to],
    [to, from],
  ] as const
  const text = `${makersText([from.name, to.name], known, worldStyle)}
/** Who may call the procedures of \`${plural}\`. */
export const authorization: Row[] = [
  ${rows.join('\n  ')}
  ${lists.map(([listed, at]) => `{ procedure: '${plural}.${listed.name}', access: 'anyone', input: async (world) => ({ ${other(at)} }) },`).join('\n  ')}
]
`
  return withImports(counterText(text), { './world.ts': ['type Row', 'type World', 'user'] })
}
