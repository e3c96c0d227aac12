import type { AppRouter } from '@trellis/blog'
import { type Client, ConnectionError, isApiError } from '@trellis/client'
import type { Employee } from './matching.ts'

const PAGE = 100
/** How often the creation of an employee is repeated when there was no response. */
const ATTEMPTS = 5

/** The employees on the server, and the calls that change them. */
export function staffOf(client: Client<AppRouter>, signal: AbortSignal) {
  /** The ids of the employees that are known. An employee with another id has just been created. */
  const known = new Set<number>()

  async function all(): Promise<Employee[]> {
    const employees = await list()
    for (const { id } of employees) known.add(id)
    return employees
  }

  /** Creates an employee, once: after an attempt without a response, it first checks whether the employee exists. */
  async function create(input: { name: string; title: string | null; managerId: number | null }): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { id } = await client.employees.create.mutate(input, { signal })
        known.add(id)
        return id
      } catch (error) {
        const mayBeThere =
          error instanceof Error && error.cause instanceof ConnectionError && error.cause.carriedOut === 'unknown'
        if (!mayBeThere || attempt === ATTEMPTS) throw error
        const made = (await list(input.name)).find(
          ({ id, name, title, managerId }) =>
            !known.has(id) && name === input.name && title === input.title && managerId === input.managerId,
        )
        if (!made) continue
        known.add(made.id)
        return made.id
      }
    }
  }

  async function update(input: { id: number; name: string; title: string | null }): Promise<void> {
    await client.employees.update.mutate(input, { signal })
  }

  async function move(input: { id: number; managerId: number | null }): Promise<void> {
    await client.employees.move.mutate(input, { signal })
  }

  async function remove(id: number): Promise<void> {
    try {
      await client.employees.delete.mutate({ id }, { signal })
    } catch (error) {
      if (!isApiError<AppRouter>(error, 'EMPLOYEE_NOT_FOUND')) throw error
    }
  }

  async function list(q?: string): Promise<Employee[]> {
    const employees: Employee[] = []
    let cursor: string | null | undefined
    do {
      const page = await client.employees.list.query({ q, limit: PAGE, cursor }, { signal })
      employees.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    return employees
  }

  return { all, create, update, move, remove }
}
