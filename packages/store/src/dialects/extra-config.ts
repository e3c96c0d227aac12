import type { Table } from 'drizzle-orm'

/** Adds indexes and checks to the definition of a table, so that drizzle-kit does not drop them in a push. */
export function withExtra(table: Table, added: readonly unknown[]): void {
  const extra = Symbol.for('drizzle:ExtraConfigBuilder')
  const declared: unknown = Reflect.get(table, extra)
  Reflect.set(table, extra, (self: unknown) => [...(typeof declared === 'function' ? declared(self) : []), ...added])
}
