import type { Violation } from '@trellis/store'
import { ApiError, commonError } from './errors.ts'
import type { Reasons } from './reasons.ts'

/** The errors for violated constraints, by the reasons that a domain declares. */
export function violationErrors(declared: Reasons) {
  const find = (
    matches: (declaration: Reasons[string]) => boolean,
    fields: readonly string[] = [],
  ): ApiError | undefined => {
    const [found] = Object.entries(declared).filter(([, declaration]) => matches(declaration))
    if (!found) return undefined
    const [reason, declaration] = found
    if (fields.length === 0) return new ApiError(reason, declaration)
    return new ApiError(reason, declaration, {
      fields: Object.fromEntries(fields.map((path) => [path, declaration.message])),
    })
  }

  /**
   * The error for a violated constraint, or `undefined` if no reason is declared for it. `IN_USE` only for a procedure that declares
   * it: others have made sure that nothing refers to the row, so that a reference is a new one.
   */
  return (violation: Violation, input: unknown, reasonsOfProcedure: readonly string[] = []): ApiError | undefined => {
    switch (violation.kind) {
      case 'unique':
        return find(
          (reason) => reason.unique === violation.columns,
          violation.fields.map((field) => pathOf(input, field) ?? field),
        )
      case 'overlap':
        return find(
          (reason) => reason.overlap === violation.columns,
          violation.fields.flatMap((field) => pathOf(input, field) ?? []),
        )
      case 'check':
        return find((reason) => reason.check === violation.constraint)
      case 'foreignKey': {
        const { missing } = violation
        if (missing && names(input, missing.key)) return find((reason) => reason.missing === missing.table)
        // Without a missing row, another one refers to the row to be deleted.
        const reason = !missing && reasonsOfProcedure.includes('IN_USE') ? 'IN_USE' : 'CHANGED_MEANWHILE'
        return commonError(reason)
      }
    }
  }
}

/** The path of a field in the input, wherever it stands. */
function pathOf(input: unknown, field: string): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  if (Object.hasOwn(input, field)) return field
  for (const [name, part] of Object.entries(input)) {
    const path = pathOf(part, field)
    if (path !== undefined) return `${name}.${path}`
  }
  return undefined
}

/**
 * Whether the caller named the missing row. Otherwise the procedure had read the row, and another call has deleted it
 * since.
 */
function names(input: unknown, key: string[]): boolean {
  const named = new Set<string>()
  const visit = (value: unknown) => {
    if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) visit(child)
    else named.add(String(value))
  }
  visit(input)
  return key.every((part) => named.has(part))
}
