import { z } from 'zod'

/** The properties of `views` that are schemas, sorted by name. */
export function namedSchemas(views: object): [name: string, schema: z.ZodType][] {
  return Object.entries<unknown>({ ...views })
    .flatMap(([name, view]): [string, z.ZodType][] => (view instanceof z.ZodType ? [[name, view]] : []))
    .sort(([one], [other]) => (one < other ? -1 : 1))
}
