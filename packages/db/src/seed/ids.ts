/** Ids of rows that were added, by what the demo content calls them. */
export type Ids = ReadonlyMap<string, number>

/** The id of a row that was added before. @throws if the demo content names one that it does not have. */
export function idOf(ids: Ids, name: string): number {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`The demo content has no ${name}`)
  return id
}
