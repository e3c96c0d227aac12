import { type Layout, withImports } from './layout.ts'
import { constant, spoken, withArticle } from './names.ts'
import type { NewTable } from './table.ts'

/** The file of the views. */
export function viewsText({ singular, type, fields, parent }: NewTable): string {
  const own = fields.map((field) => `${field.name}: ${field.type.view}${field.optional ? '.nullable()' : ''},`)
  const above = parent ? [`${parent}Id: z.number().nullable(),`] : []
  const node = `
/** ${withArticle(singular, true)}, and its distance from the one that was asked for. */
export const ${type}Node = ${type}View.extend({ depth: z.number() })
`
  return `import { z } from 'zod'

/** ${withArticle(singular, true)}, as clients see it. */
export const ${type}View = z.object({
  id: z.number(),
  ${[...above, ...own].join('\n  ')}
  version: z.number(),
})
${parent ? node : ''}`
}

/** The reasons that a unique column and a tree have. */
export const takenReason = (reason: string, column: string) => `${reason}_${constant(column.replace(/Id$/, ''))}_TAKEN`
export const cycleReason = (reason: string) => `${reason}_CYCLE`

/** The file of the reasons. */
export function reasonsText(
  { plural, singular, reason, stored, fields, parent }: NewTable,
  { imports }: Layout,
): string {
  const taken = fields
    .filter(({ unique }) => unique)
    .map(
      ({ name, reference }) => `${takenReason(reason, name)}: {
    code: 'CONFLICT',
    message: 'There is ${withArticle(singular)} with this ${spoken(reference?.as ?? name)} already.',
    unique: '${stored}.${constant(name).toLowerCase()}',
  },`,
    )
  const cycle = parent
    ? [
        `${cycleReason(reason)}: {
    code: 'CONFLICT',
    message: '${withArticle(singular, true)} cannot be moved below itself.',
    check: '${stored}_not_own_${constant(parent).toLowerCase()}',
  },`,
      ]
    : []
  const text = `/** Why calls about ${spoken(plural)} are refused. */
export const ${singular}Reasons = {
  ${reason}_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such ${spoken(singular)}.', missing: '${plural}' },
  ${[...taken, ...cycle].join('\n  ')}
} as const satisfies Reasons<Tables>
`
  return withImports(text, { '@trellis/rpc': ['type Reasons'], [imports.database]: ['type Tables'] })
}
