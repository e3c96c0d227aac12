import type { AnyRelations } from 'drizzle-orm'
import type { Connection } from './store.ts'

/** A query that can be prepared. */
export interface Preparable<Row> {
  prepare(name?: string): { execute(values?: Record<string, unknown>): PromiseLike<Row> }
}

/** How a query is prepared. */
export interface PreparedOptions {
  /**
   * Whether PostgreSQL plans again for the values of each execution, for a query whose best plan depends on them.
   * Otherwise it settles after some executions on one plan for all values.
   */
  plannedAnew?: boolean
}

/**
 * A query that is built once for each connection and then only executed: building costs more than running.
 * Its values come in through `sql.placeholder(name)`.
 *
 * @example
 * const bookById = prepared(({ db }) => db.query.books.findFirst({ where: { id: sql.placeholder('id') } }))
 * await bookById(store.read, { id: 1 })
 */
export function prepared<Tables, Relations extends AnyRelations, Row>(
  build: (connection: Connection<Tables, Relations>) => Preparable<Row>,
  { plannedAnew = false }: PreparedOptions = {},
): (connection: Connection<Tables, Relations>, values?: Record<string, unknown>) => PromiseLike<Row> {
  const statements = new WeakMap<object, ReturnType<Preparable<Row>['prepare']>>()
  return (connection, values) => {
    let statement = statements.get(connection.db)
    if (!statement) {
      const query = build(connection)
      // The server keeps no plan for a statement without a name.
      statement = plannedAnew ? query.prepare('') : query.prepare()
      statements.set(connection.db, statement)
    }
    return statement.execute(values)
  }
}

/** Variants of one query kept at most, over all connections' lifetimes. */
const MAX_VARIANTS = 500

/**
 * Like `prepared`, for a query that comes in several shapes (which filters are there, how many shelves): each shape is
 * built once. `shape` must be made of few values that a client cannot multiply without end.
 */
export function preparedVariants<Tables, Relations extends AnyRelations, Shape, Row>(
  build: (connection: Connection<Tables, Relations>, shape: Shape) => Preparable<Row>,
  options?: PreparedOptions,
): (connection: Connection<Tables, Relations>, shape: Shape, values?: Record<string, unknown>) => PromiseLike<Row> {
  const variants = new Map<string, ReturnType<typeof prepared<Tables, Relations, Row>>>()
  return (connection, shape, values) => {
    const key = JSON.stringify(shape)
    let variant = variants.get(key)
    if (!variant) {
      if (variants.size >= MAX_VARIANTS) variants.clear()
      variant = prepared((on) => build(on, shape), options)
      variants.set(key, variant)
    }
    return variant(connection, values)
  }
}

/** `prepared` and `preparedVariants` with the tables and relations of a domain. */
export interface Prepared<Tables, Relations extends AnyRelations> {
  /** @see {@link prepared} */
  prepared<Row>(
    build: (connection: Connection<Tables, Relations>) => Preparable<Row>,
    options?: PreparedOptions,
  ): (connection: Connection<Tables, Relations>, values?: Record<string, unknown>) => PromiseLike<Row>
  /** @see {@link preparedVariants} */
  preparedVariants<Shape, Row>(
    build: (connection: Connection<Tables, Relations>, shape: Shape) => Preparable<Row>,
    options?: PreparedOptions,
  ): (connection: Connection<Tables, Relations>, shape: Shape, values?: Record<string, unknown>) => PromiseLike<Row>
}
