import { type Addition, nounInsertions } from './addition.ts'
import { authorizationText } from './authorization-text.ts'
import { tableInsertions } from './database-text.ts'
import type { Known } from './known.ts'
import type { Layout } from './layout.ts'
import { spoken } from './names.ts'
import { reasonsText, viewsText } from './noun-text.ts'
import { routerText } from './router-text.ts'
import { type TableOptions, tableOf } from './table.ts'
import { testText } from './test-text.ts'

/** What `trellis add table` writes. @throws Mistake */
export function tableAddition(
  name: string,
  columns: readonly string[],
  options: TableOptions,
  known: Known,
  layout: Layout,
): Addition {
  const table = tableOf(name, columns, options, known)
  const { plural, owner, parent, fields } = table
  const folder = `${layout.api}/${plural}`
  const readers = owner ? `The ${spoken(plural)} of users.` : `Everybody reads ${spoken(plural)}, admins write them.`
  const notes = fields.flatMap(({ reference }) => {
    if (owner || !reference || known.isPublic(reference.table.name)) return []
    const hidden = spoken(reference.table.name)
    return `Everybody reads ${spoken(plural)}, but not ${hidden}: if that is not meant, change who may call it in ${folder}/router.ts.`
  })
  return {
    notes,
    files: {
      [`${folder}/views.ts`]: viewsText(table),
      [`${folder}/reasons.ts`]: reasonsText(table, layout),
      [`${folder}/router.ts`]: routerText(table, layout),
      [`${folder}/router.test.ts`]: testText(table, known),
      ...(layout.authorization && { [`${layout.authorization}/${plural}.ts`]: authorizationText(table, known) }),
    },
    insertions: [
      ...tableInsertions(table, layout),
      ...nounInsertions(table, layout, {
        reasons: true,
        views: true,
        about: parent ? `A tree. ${readers}` : readers,
      }),
    ],
  }
}
