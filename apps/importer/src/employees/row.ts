import { z } from 'zod'
import { Problem } from '../problem.ts'

/** An employee as a line of the file describes them. */
export interface Row {
  line: number
  /** The id by which other rows refer to them, if the file has such a column. */
  id: string | undefined
  name: string
  title: string | undefined
  /** The id or the name of their manager. */
  manager: string | undefined
}

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value?.trim().normalize('NFC') || undefined)

const schema = z
  .object({
    id: text,
    name: text.pipe(z.string('there is no name').max(200, 'the name is longer than 200 characters')),
    title: text.pipe(z.string().max(200, 'the title is longer than 200 characters').optional()),
    manager: text,
    manager_id: text,
    managerid: text,
  })
  .transform(({ id, name, title, manager, manager_id, managerid }) => {
    return { id, name, title, manager: manager ?? manager_id ?? managerid }
  })

/** Parses a line of the file. @throws Problem with the line. */
export function parseRow(value: unknown, line: number): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem('not an object with a name', line)
  }
  const lowered = Object.fromEntries(Object.entries(value).map(([key, part]) => [key.trim().toLowerCase(), part]))
  const parsed = schema.safeParse(lowered)
  if (parsed.success) return { line, ...parsed.data }
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0] ?? '')
  throw new Problem(issue?.code === 'invalid_union' ? `${field} is not a text` : (issue?.message ?? 'not a row'), line)
}
