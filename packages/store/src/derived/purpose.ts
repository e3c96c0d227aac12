import type { Column } from 'drizzle-orm'

/** What a column of a kit is for, if its value is derived and so has to be declared. */
export type Purpose = 'counter' | 'foldedKey'

const purposes = new WeakMap<object, Purpose>()

/** Marks the column that a builder makes. The builder and its column share their configuration. */
export function madeFor<Builder extends object>(purpose: Purpose, builder: Builder): Builder {
  purposes.set(configOf(builder), purpose)
  return builder
}

/** What the column was made for. */
export const purposeOf = (column: Column): Purpose | undefined => purposes.get(configOf(column))

function configOf(owner: object): object {
  const config: unknown = Reflect.get(owner, 'config')
  if (typeof config !== 'object' || config === null)
    throw new Error('This version of drizzle keeps no `config` in a column')
  return config
}

/** The default of a folded key, which the Store fills in: reached only by a statement that did not go through the Store. */
export function missing(): never {
  throw new Error(
    'A folded key is missing: rows are written through the Store, with the column that the key is made of',
  )
}
