import type { Known } from './known.ts'
import { withImports } from './layout.ts'
import { counterText, makersText, type Style, sampleOf } from './samples.ts'
import type { NewTable } from './table.ts'

const style: Style = {
  service: 'world.service',
  parameter: 'world: World',
  argument: 'world',
  user: 'await user(world)',
}

/** The file of who may call what, where the project tests it for all procedures at once. */
export function authorizationText(table: NewTable, known: Known): string {
  const { plural, type, fields, owner, parent } = table
  const needed = fields.filter((field) => !field.optional)
  const tables = needed.flatMap((field) => (field.reference && field !== owner ? [field.reference.table.name] : []))
  const values = needed.map((field) => `${field.name}: ${field === owner ? 'world.self.id' : sampleOf(field, style)}`)
  const [reads, writes] = owner ? ['self', 'self'] : ['anyone', 'admin']
  const one = `async (world) => ({ id: await new${type}(world) })`
  const rows = [
    ['create', writes, 'newInput'],
    ['byId', reads, one],
    ['list', reads, owner ? `async (world) => ({ ${owner.name}: world.self.id })` : 'async () => ({})'],
    ...(parent
      ? [
          ['ancestors', reads, one],
          ['subtree', reads, one],
          ['move', writes, `async (world) => ({ id: await new${type}(world), ${parent}Id: null })`],
        ]
      : []),
    ['update', writes, one],
    ['delete', writes, one],
  ]
  const text = `${makersText(new Set(tables), known, style)}const newInput = async (${values.some((value) => value.includes('world')) ? 'world' : '_'}: World) => ({ ${values.join(', ')} })
const new${type} = async (world: World) => (await world.service.${plural}.create(await newInput(world))).id

/** Who may call the procedures of \`${plural}\`. */
export const authorization: Row[] = [
${rows.map(([name, access, input]) => `  { procedure: '${plural}.${name}', access: '${access}', input: ${input} },`).join('\n')}
]
`
  return withImports(counterText(text), { './world.ts': ['type Row', 'type World', 'user'] })
}
