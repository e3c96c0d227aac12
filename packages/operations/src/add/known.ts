import type { AnyDomain } from '@trellis/host/domain'
import { procedures } from '@trellis/rpc/reference'
import { databaseUrlOf } from '@trellis/store/cli'
import { dialectOf } from '@trellis/store/operations'
import { getColumns, getTableName } from 'drizzle-orm'
import { z } from 'zod'
import { camelCase, constant, Mistake, singularOf } from './names.ts'

/** A table of the domain that others can refer to. */
export interface KnownTable {
  readonly name: string
  readonly singular: string
  /** The reason that says that a row is missing. */
  readonly missing: string
  readonly id: 'number' | 'uuid'
}

/** What a domain has already. */
export interface Known {
  readonly tables: readonly string[]
  readonly nouns: ReadonlySet<string>
  readonly reasons: ReadonlySet<string>
  /** @throws Mistake if there is no such table, or if nothing can refer to it. */
  table(name: string): KnownTable
  /** The columns of a table, each with the table that it refers to. */
  columns(
    table: string,
  ): { name: string; type: string; required: boolean; unique: boolean; refersTo: string | undefined }[]
  /** The fields of the input of a procedure. `undefined` if there is no such procedure. */
  input(procedure: string): Record<string, z.core.$ZodType> | undefined
  /** Whether a procedure declares a reason. */
  declares(procedure: string, reason: string): boolean
  /** Whether everybody may read the rows of a table, as far as its procedures say. */
  isPublic(table: string): boolean
  /** Whether there is a view of this name that has columns of the table only. */
  hasView(name: string, table: string): boolean
  /** Whether two tables have a relation of this name. */
  hasRelation(table: string, name: string): boolean
}

/** Looks at a domain. */
export function knownOf({ database, router, api }: AnyDomain): Known {
  const { tables, relations, foreignKeys } = database.schema(dialectOf(databaseUrlOf(database.name)).name)
  const all = procedures(router)
  const columnsOf = (name: string) => Object.entries(tables[name] ? getColumns(tables[name]) : {})
  const keysOf = (name: string) => {
    const table = tables[name]
    return table ? foreignKeys.filter((key) => key.table === getTableName(table) && key.columns.length === 1) : []
  }
  const missingOf = (name: string) => Object.entries(api.reasons).find(([, { missing }]) => missing === name)?.[0]

  return {
    tables: Object.keys(tables),
    nouns: new Set(all.map(({ path }) => path.slice(0, path.indexOf('.')))),
    reasons: new Set(Object.keys(api.reasons)),
    table(name) {
      if (!tables[name]) throw new Mistake(`There is no table ${name}. There are: ${Object.keys(tables).join(', ')}.`)
      const [, id] = columnsOf(name).find(([column]) => column === 'id') ?? []
      if (!id?.primary) throw new Mistake(`The table ${name} has no id to which others could refer.`)
      const missing = missingOf(name)
      // What `--singular` said stands in the name of the reason.
      const singular = camelCase(/^(\w+)_NOT_FOUND$/.exec(missing ?? '')?.[1] ?? '') || (singularOf(name) ?? name)
      if (missing === undefined) {
        const example = `${constant(singular)}_NOT_FOUND: { code: 'NOT_FOUND', message: '...', missing: '${name}' }`
        throw new Mistake(`No reason says that a row of ${name} is missing. Add one to the reasons: ${example}.`)
      }
      return { name, singular, missing, id: id.dataType.startsWith('string') ? 'uuid' : 'number' }
    },
    columns: (name) =>
      columnsOf(name).map(([column, { dataType, notNull, hasDefault, isUnique, name: stored }]) => ({
        name: column,
        type: dataType,
        required: notNull && !hasDefault,
        unique: isUnique === true,
        refersTo: keysOf(name).find(({ columns: [only] }) => only === stored)?.foreignTableAs,
      })),
    input(procedure) {
      const { input } = all.find(({ path }) => path === procedure) ?? {}
      return input instanceof z.ZodObject ? input.shape : undefined
    },
    declares: (procedure, reason) => all.some(({ path, reasons }) => path === procedure && reasons.includes(reason)),
    isPublic: (table) => all.every(({ path, access }) => path !== `${table}.byId` || access === 'anyone'),
    hasView(view, table) {
      const schema: unknown = Reflect.get(api.views ?? {}, view)
      const names = new Set(columnsOf(table).map(([name]) => name))
      return schema instanceof z.ZodObject && Object.keys(schema.shape).every((field) => names.has(field))
    },
    hasRelation: (table, name) => Object.hasOwn(relations[table]?.relations ?? {}, name),
  }
}
