import { type AnyRelations, type Placeholder, sql } from 'drizzle-orm'
import type { Connection } from './store.ts'

/** A query that can be prepared. */
export interface Preparable<Row> {
  prepare(): { execute(values?: Record<string, unknown>): PromiseLike<Row> }
}

/**
 * The placeholders of a prepared query, by the names of their values. As the type of a parameter, it declares the
 * values that each execution must give, and their types.
 */
export type Placeholders<Values extends Record<string, unknown>> = {
  readonly [Name in keyof Values]-?: Placeholder<Name & string, Values[Name]>
}

/** The arguments of a prepared query: its values, if it has placeholders. */
type ValuesArgument<Values extends Record<string, unknown>> = keyof Values extends never ? [] : [values: Values]

/** No placeholders, for a `build` with one parameter. */
type NoValues = Record<never, never>

/**
 * A query that is built once for each connection and then only executed: building costs more than running. `build`
 * declares its values as the type of its second parameter, which has a placeholder for each.
 *
 * @example
 * const bookById = prepared(({ db }, { id }: Placeholders<{ id: number }>) => db.query.books.findFirst({ where: { id } }))
 * await bookById(store.read, { id: 1 })
 */
export function prepared<On extends { readonly db: object }, Row, Values extends Record<string, unknown> = NoValues>(
  build: (connection: On, placeholders: Placeholders<Values>) => Preparable<Row>,
): (connection: On, ...values: ValuesArgument<Values>) => PromiseLike<Row> {
  const statements = new WeakMap<object, ReturnType<Preparable<Row>['prepare']>>()
  return (connection, ...[values]) => {
    let statement = statements.get(connection.db)
    if (!statement) {
      statement = build(connection, placeholders<Values>()).prepare()
      statements.set(connection.db, statement)
    }
    return statement.execute(values)
  }
}

/** A placeholder for each property that is read: the names of the values exist only as types. */
function placeholders<Values extends Record<string, unknown>>(): Placeholders<Values> {
  return new Proxy<Placeholders<Values>>(Object.create(null), { get: (_, name) => sql.placeholder(String(name)) })
}

/** The maximum number of variants of one query. */
const MAX_VARIANTS = 500

/**
 * Like `prepared`, for a query with several shapes (which filters are in use, how many shelves). Each shape is built
 * once. The number of shapes must be limited, whatever a client sends.
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
): (connection: Connection<Tables, Relations>, shape: Shape, ...values: ValuesArgument<Values>) => PromiseLike<Row> {
  const variants = new Map<string, ReturnType<typeof prepared<Connection<Tables, Relations>, Row, Values>>>()
  return (connection, shape, ...values) => {
    const key = JSON.stringify(shape)
    let variant = variants.get(key)
    if (!variant) {
      if (variants.size >= MAX_VARIANTS) variants.clear()
      variant = prepared((on: Connection<Tables, Relations>, placeholders: Placeholders<Values>) =>
        build(on, shape, placeholders),
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
  ): (connection: Connection<Tables, Relations>, ...values: ValuesArgument<Values>) => PromiseLike<Row>
  /** @see {@link preparedVariants} */
  preparedVariants<Shape, Row, Values extends Record<string, unknown> = NoValues>(
    build: (
      connection: Connection<Tables, Relations>,
      shape: Shape,
      placeholders: Placeholders<Values>,
    ) => Preparable<Row>,
  ): (connection: Connection<Tables, Relations>, shape: Shape, ...values: ValuesArgument<Values>) => PromiseLike<Row>
}
