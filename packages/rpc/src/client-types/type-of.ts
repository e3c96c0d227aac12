import { z } from 'zod'
import type { Schema } from '../rest/index.ts'

/** Names of types, by the definition of their schema, which a compiled schema shares with its source. */
export type TypeNames = ReadonlyMap<z.core.$ZodTypeDef, string>

/** The property of a JSON schema that has the name of its type. */
const NAME = 'x-type'

/**
 * The TypeScript type of the values of a schema, as JSON has them.
 *
 * @throws if JSON has no such values: a client would get others than the type says.
 */
export function typeOf(schema: z.ZodType, io: 'input' | 'output', names: TypeNames): string {
  if (schema.def.type === 'void' || schema.def.type === 'undefined') return 'undefined'
  const json = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod
      const name = def === schema.def ? undefined : names.get(def)
      if (name) jsonSchema[NAME] = name
    },
  })
  return text(json)
}

function text(schema: Schema | boolean): string {
  if (typeof schema === 'boolean') return schema ? 'unknown' : 'never'
  const name = schema[NAME]
  if (typeof name === 'string') return name
  if (schema.$ref) throw new Error('A schema refers to itself: give it a name among the views')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  const union = schema.anyOf ?? schema.oneOf
  if (union) return union.map(text).join(' | ')
  const types = [schema.type ?? []].flat()
  if (types.length > 0) return types.map((type) => ofType(type, schema)).join(' | ')
  if (schema.allOf) return schema.allOf.map((part) => `(${text(part)})`).join(' & ')
  return schema.not ? 'never' : 'unknown'
}

function ofType(type: string, schema: Schema): string {
  switch (type) {
    case 'integer':
      return 'number'
    case 'array':
      return listOf(schema)
    case 'object':
      return objectOf(schema)
    default:
      return type
  }
}

function listOf({ items = true, prefixItems }: Schema): string {
  if (prefixItems) return `[${prefixItems.map(text).join(', ')}]`
  const [item = true] = [items].flat()
  return `Array<${text(item)}>`
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    return required.includes(name) ? `${key}: ${text(field)}` : `${key}?: ${text(field)} | undefined`
  })
  // With fields, the others have any value.
  if (typeof additionalProperties === 'object')
    fields.push(`[name: string]: ${fields.length > 0 ? 'unknown' : text(additionalProperties)}`)
  return fields.length > 0 ? `{ ${fields.join('; ')} }` : '{}'
}
