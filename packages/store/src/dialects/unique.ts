import type { Violation } from '../store.ts'

/** The violation of a unique constraint over these columns: `table.column`. */
export function unique(columns: string[], fields: ReadonlyMap<string, string>): Violation {
  return { kind: 'unique', columns: columns.join(', '), fields: columns.flatMap((column) => fields.get(column) ?? []) }
}
