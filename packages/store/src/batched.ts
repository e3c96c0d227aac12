/** The query builders of the transactions that several writes share now. */
const shared = new WeakSet<object>()

/** Runs several writes in one transaction on `db`: their statements that are declared with `batched` become one. */
export async function runBatch<T>(db: object, writes: readonly (() => Promise<T>)[]): Promise<T[]> {
  shared.add(db)
  try {
    // All must have ended before the transaction does: a later statement would run outside of it.
    const outcomes = await Promise.allSettled(writes.map((write) => write()))
    return outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    })
  } finally {
    shared.delete(db)
  }
}

interface Waiting<Item, Result> {
  readonly item: Item
  resolve(result: Result | PromiseLike<Result>): void
  reject(reason: unknown): void
}

/** A statement for one item, and for many at once. */
export interface Batched<On, Item, Result> {
  one(connection: On, item: Item): PromiseLike<Result>
  /** Its results equal the results of `one` for each item, in the order of the items. */
  many(connection: On, items: Item[]): PromiseLike<readonly Result[]>
  /** Sorts the items for `many`. Transactions that lock rows in the same order do not deadlock. */
  order: readonly (keyof Item)[]
}

/**
 * A statement of small writes. Writes that share a transaction, because they were passed to `write` with the same
 * `batched`, execute it once, with the items of all of them.
 *
 * @example
 * const addLoan = batched({
 *   one: insertLoan,
 *   many: ({ db, tables }, loans: Loan[]) => db.insert(tables.loans).values(loans).returning(),
 *   order: ['bookId', 'readerId'],
 * })
 */
export function batched<On extends { readonly db: object }, Item extends object, Result>({
  one,
  many,
  order,
}: Batched<On, Item, Result>): (connection: On, item: Item) => PromiseLike<Result> {
  const batches = new WeakMap<object, Waiting<Item, Result>[]>()
  const byOrder = (a: Item, b: Item) => {
    const key = order.find((name) => a[name] !== b[name])
    return key === undefined ? 0 : a[key] < b[key] ? -1 : 1
  }

  async function execute(connection: On): Promise<void> {
    const batch = batches.get(connection.db) ?? []
    batches.delete(connection.db)
    const [first] = batch
    if (first && batch.length === 1) return first.resolve(one(connection, first.item))
    batch.sort((a, b) => byOrder(a.item, b.item))
    try {
      const results = await many(
        connection,
        batch.map(({ item }) => item),
      )
      if (results.length !== batch.length) throw new Error(`${results.length} results for ${batch.length} items`)
      for (const [index, result] of results.entries()) batch[index]?.resolve(result)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return (connection, item) => {
    if (!shared.has(connection.db)) return one(connection, item)
    return new Promise((resolve, reject) => {
      const batch = batches.get(connection.db)
      if (batch) return batch.push({ item, resolve, reject })
      batches.set(connection.db, [{ item, resolve, reject }])
      // After every write of the transaction has run as far as it can without an answer of the database.
      return queueMicrotask(() => process.nextTick(execute, connection))
    })
  }
}
