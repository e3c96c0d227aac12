import { type Addition, nounInsertions } from './addition.ts'
import type { Known } from './known.ts'
import type { Layout } from './layout.ts'
import { spoken } from './names.ts'
import { relationOf } from './relation.ts'
import { relationAuthorizationText, relationTestText } from './relation-test-text.ts'
import { relationInsertions, relationRouterText } from './relation-text.ts'

/** What `trellis add relation` writes. @throws Mistake */
export function relationAddition(
  name: string,
  sides: string,
  options: { counter?: true; singular?: string },
  known: Known,
  layout: Layout,
): Addition {
  const relation = relationOf(name, sides, options, known)
  const { plural, from, to } = relation
  return {
    files: {
      [`${layout.api}/${plural}/router.ts`]: relationRouterText(relation, layout),
      [`${layout.api}/${plural}/router.test.ts`]: relationTestText(relation, known),
      ...(layout.authorization && {
        [`${layout.authorization}/${plural}.ts`]: relationAuthorizationText(relation, known),
      }),
    },
    insertions: [
      ...relationInsertions(relation, layout),
      ...nounInsertions(relation, layout, {
        reasons: false,
        views: false,
        about: `Many-to-many between ${spoken(from.name)} and ${spoken(to.name)}.`,
      }),
    ],
  }
}
