import { type AnyRelations, type Placeholder, sql } from 'drizzle-orm'
import type { Connection } from './store.ts'

/** A query that can be prepared. */
export interface Preparable<Row> {
  prepare(name?: string): { execute(values?: Record<string, unknown>): PromiseLike<Row> }
}

/**
 * The placeholders of a prepared query, by the names of the values that each execution gives. Written as the type of a
 * parameter, it declares those values and their types.
 */
export type Placeholders<Values extends Record<string, unknown>> = {
  readonly [Name in keyof Values]-?: Placeholder<Name & string, Values[Name]>
}

/** The argument that a prepared query takes for its values: none if it has no placeholders. */
type ValuesArgument<Values extends Record<string, unknown>> = keyof Values extends never ? [] : [values: Values]

/** No placeholders: what a query has whose `build` declares none. */
type NoValues = Record<never, never>

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
 * `build` declares its values as the type of its second parameter, which has a placeholder for each.
 *
 * @example
 * const bookById = prepared(({ db }, { id }: Placeholders<{ id: number }>) => db.query.books.findFirst({ where: { id } }))
 * await bookById(store.read, { id: 1 })
 */
export function prepared<On extends { readonly db: object }, Row, Values extends Record<string, unknown> = NoValues>(
  build: (connection: On, placeholders: Placeholders<Values>) => Preparable<Row>,
  { plannedAnew = false }: PreparedOptions = {},
): (connection: On, ...values: ValuesArgument<Values>) => PromiseLike<Row> {
  const statements = new WeakMap<object, ReturnType<Preparable<Row>['prepare']>>()
  return (connection, ...[values]) => {
    let statement = statements.get(connection.db)
    if (!statement) {
      const query = build(connection, placeholders<Values>())
      // The server keeps no plan for a statement without a name.
      statement = plannedAnew ? query.prepare('') : query.prepare()
      statements.set(connection.db, statement)
    }
    return statement.execute(values)
  }
}

/** A placeholder for each name that is asked for: their types are all that is known of the values. */
function placeholders<Values extends Record<string, unknown>>(): Placeholders<Values> {
  return new Proxy<Placeholders<Values>>(Object.create(null), { get: (_, name) => sql.placeholder(String(name)) })
}

/** Variants of one query kept at most, over all connections' lifetimes. */
const MAX_VARIANTS = 500

/**
 * Like `prepared`, for a query that comes in several shapes (which filters are there, how many shelves): each shape is
 * built once. `shape` must be made of few values that a client cannot multiply without end.
 */
export function preparedVariants<
  Tables,
  Relations extends AnyRelations,
  Shape,
  Row,
  Values extends Record<string, unknown> = NoValues,
>(
  build: (
    connection: Connection<Tables, Relations>,
    shape: Shape,
    placeholders: Placeholders<Values>,
  ) => Preparable<Row>,
  options?: PreparedOptions,
): (connection: Connection<Tables, Relations>, shape: Shape, ...values: ValuesArgument<Values>) => PromiseLike<Row> {
  const variants = new Map<string, ReturnType<typeof prepared<Connection<Tables, Relations>, Row, Values>>>()
  return (connection, shape, ...values) => {
    const key = JSON.stringify(shape)
    let variant = variants.get(key)
    if (!variant) {
      if (variants.size >= MAX_VARIANTS) variants.clear()
      variant = prepared(
        (on: Connection<Tables, Relations>, placeholders: Placeholders<Values>) => build(on, shape, placeholders),
        options,
      )
      variants.set(key, variant)
    }
    return variant(connection, ...values)
  }
}

/** `prepared` and `preparedVariants` with the tables and relations of a domain. */
export interface Prepared<Tables, Relations extends AnyRelations> {
  /** @see {@link prepared} */
  prepared<Row, Values extends Record<string, unknown> = NoValues>(
    build: (connection: Connection<Tables, Relations>, placeholders: Placeholders<Values>) => Preparable<Row>,
    options?: PreparedOptions,
  ): (connection: Connection<Tables, Relations>, ...values: ValuesArgument<Values>) => PromiseLike<Row>
  /** @see {@link preparedVariants} */
  preparedVariants<Shape, Row, Values extends Record<string, unknown> = NoValues>(
    build: (
      connection: Connection<Tables, Relations>,
      shape: Shape,
      placeholders: Placeholders<Values>,
    ) => Preparable<Row>,
    options?: PreparedOptions,
  ): (connection: Connection<Tables, Relations>, shape: Shape, ...values: ValuesArgument<Values>) => PromiseLike<Row>
}
