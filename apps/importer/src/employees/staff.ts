import type { AppRouter } from '@trellis/blog'
import { type Client, ConnectionError, isApiError } from '@trellis/client'
import type { Employee } from './matching.ts'

const PAGE = 100
/** How often the creation of an employee is repeated when there was no response. */
const ATTEMPTS = 5

/** The employees on the server, and the calls that change them. */
export class Staff {
  readonly #client: Client<AppRouter>
  readonly #signal: AbortSignal
  /** The ids of the employees that are known. An employee with another id has just been created. */
  readonly #known = new Set<number>()

  constructor(client: Client<AppRouter>, signal: AbortSignal) {
    this.#client = client
    this.#signal = signal
  }

  async all(): Promise<Employee[]> {
    const employees = await this.#list()
    for (const { id } of employees) this.#known.add(id)
    return employees
  }

  /** Creates an employee, once: after an attempt without a response, it first checks whether the employee exists. */
  async create(input: { name: string; title: string | null; managerId: number | null }): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { id } = await this.#client.employees.create.mutate(input, { signal: this.#signal })
        this.#known.add(id)
        return id
      } catch (error) {
        const mayBeThere =
          error instanceof Error && error.cause instanceof ConnectionError && error.cause.carriedOut === 'unknown'
        if (!mayBeThere || attempt === ATTEMPTS) throw error
        const made = (await this.#list(input.name)).find(
          ({ id, name, title, managerId }) =>
            !this.#known.has(id) && name === input.name && title === input.title && managerId === input.managerId,
        )
        if (!made) continue
        this.#known.add(made.id)
        return made.id
      }
    }
  }

  async update(input: { id: number; name: string; title: string | null }): Promise<void> {
    await this.#client.employees.update.mutate(input, { signal: this.#signal })
  }

  async move(input: { id: number; managerId: number | null }): Promise<void> {
    await this.#client.employees.move.mutate(input, { signal: this.#signal })
  }

  async remove(id: number): Promise<void> {
    try {
      await this.#client.employees.delete.mutate({ id }, { signal: this.#signal })
    } catch (error) {
      if (!isApiError<AppRouter>(error, 'EMPLOYEE_NOT_FOUND')) throw error
    }
  }

  async #list(q?: string): Promise<Employee[]> {
    const employees: Employee[] = []
    let cursor: string | null | undefined
    do {
      const page = await this.#client.employees.list.query({ q, limit: PAGE, cursor }, { signal: this.#signal })
      employees.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    return employees
  }
}
