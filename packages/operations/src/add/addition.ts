import { above, atStart, type Insertion } from './edits.ts'
import type { Layout } from './layout.ts'
import type { Noun } from './table.ts'

/** The files of a noun: new ones by their paths, and insertions into others. */
export interface Addition {
  readonly files: Readonly<Record<string, string>>
  readonly insertions: readonly Insertion[]
  /** What a person should know before the code is used. */
  readonly notes?: readonly string[]
}

/** The insertions that make a noun part of the API. */
export function nounInsertions(
  { plural, singular }: Noun,
  { api }: Layout,
  parts: { reasons: boolean; views: boolean; about: string },
): Insertion[] {
  return [
    atStart(`${api}/root.ts`, `import { ${plural} } from './${plural}/router.ts'`),
    above(`${api}/root.ts`, 'routers', `  ${plural},\n`),
    above(`${api}/root.ts`, 'descriptions', `  ${plural}: '${parts.about}',\n`),
    ...(parts.reasons
      ? [
          atStart(`${api}/rpc.ts`, `import { ${singular}Reasons } from './${plural}/reasons.ts'`),
          above(`${api}/rpc.ts`, 'reasons', `  ...${singular}Reasons,\n`),
        ]
      : []),
    ...(parts.views ? [above(`${api}/views.ts`, 'exports', `export * from './${plural}/views.ts'\n`)] : []),
  ]
}
