import type { Violation } from '@trellis/store'
import type { AnyConnection } from './database.ts'
import { ApiError } from './errors.ts'
import { allExist } from './existence.ts'
import { commonReasons, type Reasons } from './reasons.ts'

/** Which table an id in an input refers to, by the name it goes by. */
export type InputReferences = Record<string, string>

/** The errors behind violated constraints, by the reasons that a domain declares. */
export function violationsOf(declared: Reasons, references: InputReferences) {
  const find = (matches: (declaration: Reasons[string]) => boolean): ApiError | undefined => {
    const [found] = Object.entries(declared).filter(([, declaration]) => matches(declaration))
    return found && new ApiError(...found)
  }
  const missing = (table: string) => find((reason) => reason.missing === table)

  /** What the caller is told about a violated constraint; `undefined` if no reason explains it. */
  return async function explain(
    violation: Violation,
    connection: AnyConnection,
    input: unknown,
  ): Promise<ApiError | undefined> {
    switch (violation.kind) {
      case 'unique':
        return find((reason) => reason.unique === violation.columns)
      case 'check':
        return find((reason) => reason.check === violation.constraint)
      case 'foreignKey':
        for (const [table, ids] of referencedIds(input, references)) {
          if (!(await allExist(connection, table, ids))) return missing(table)
        }
        return new ApiError('CHANGED_MEANWHILE', commonReasons.CHANGED_MEANWHILE)
    }
  }
}

function referencedIds(input: unknown, references: InputReferences): Map<string, number[]> {
  const ids = new Map<string, number[]>()
  const visit = (value: unknown, table: string | undefined) => {
    if (typeof value === 'number' && table) ids.set(table, [...(ids.get(table) ?? []), value])
    else if (Array.isArray(value)) for (const item of value) visit(item, table)
    else if (value && typeof value === 'object') {
      for (const [key, child] of Object.entries(value)) visit(child, references[key] ?? table)
    }
  }
  visit(input, undefined)
  return ids
}
