import type { Column } from 'drizzle-orm'

/** The purpose of a column whose value is derived. Such a column needs a declaration. */
export type Purpose = 'counter' | 'foldedKey'

const purposes = new WeakMap<object, Purpose>()

/** Marks the column that a builder makes. The builder and its column share their configuration. */
export function madeFor<Builder extends object>(purpose: Purpose, builder: Builder): Builder {
  purposes.set(configOf(builder), purpose)
  return builder
}

/** The purpose of the column. */
export const purposeOf = (column: Column): Purpose | undefined => purposes.get(configOf(column))

function configOf(owner: object): object {
  const config: unknown = Reflect.get(owner, 'config')
  if (typeof config !== 'object' || config === null)
    throw new Error('A column of this version of drizzle has no `config`')
  return config
}

/** The default of a folded key. Reached only by a statement outside the Store, which sets the key. */
export function missing(): never {
  throw new Error(
    'A folded key is missing: write the row through the Store, with the column that the key is computed from',
  )
}
