import { type Connection, fold } from '@trellis/db'
import { assertNotStale, atVersion, changes, pageOf, type Refuses, rowOrThrow, version } from '@trellis/rpc'
import { since } from '@trellis/rpc/live'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { byName } from '../orders.ts'
import { adminProcedure, assertExists, publicProcedure, router } from '../rpc.ts'
import { employeeChanges } from './changes.ts'
import { hierarchy } from './hierarchy.ts'
import { employeeById, employeeList } from './queries.ts'
import { EmployeeDetail, EmployeeNode, EmployeeView, employeeSelection } from './views.ts'

const name = input.line(200)
const title = input.line(200)

const nameKey = (employee: { name: string; id: number }): [string, number] => [fold(employee.name), employee.id]

/** Self-referential: an employee has a manager, who is an employee too. */
export const employees = router({
  byId: publicProcedure
    .meta({ http: 'GET /employees/{id}', reasons: ['EMPLOYEE_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(EmployeeDetail)
    .query(async ({ ctx, input }) => {
      const employee = await employeeById(ctx, input)
      if (!employee) throw ctx.refuse('EMPLOYEE_NOT_FOUND')
      return employee
    }),

  list: publicProcedure
    .meta({ http: 'GET /employees' })
    .input(z.object({ q: input.query.optional(), ...byName.input }))
    .output(pageOf(EmployeeView))
    .query(async ({ ctx, input: { q, limit, cursor } }) => {
      const rows = await employeeList(
        ctx,
        { searched: q !== undefined },
        { ...byName.after(cursor), limit: limit + 1, q: q && fold(q) },
      )
      return byName.page(rows, limit, nameKey)
    }),

  changes: publicProcedure
    .meta({ http: 'GET /employees/changes' })
    .input(z.object(since))
    .output(employeeChanges.output)
    .subscription(({ ctx, input, signal }) => employeeChanges.follow(ctx, { ...input, signal })),

  roots: publicProcedure
    .meta({ http: 'GET /employees/roots' })
    .input(z.object({ ...byName.input }))
    .output(pageOf(EmployeeView))
    .query(async ({ ctx, input: { limit, cursor } }) => {
      const rows = await employeeList(ctx, { below: 'nobody' }, { ...byName.after(cursor), limit: limit + 1 })
      return byName.page(rows, limit, nameKey)
    }),

  subordinates: publicProcedure
    .meta({ http: 'GET /employees/{id}/subordinates', reasons: ['EMPLOYEE_NOT_FOUND'] })
    .input(z.object({ id: input.id, ...byName.input }))
    .output(pageOf(EmployeeView))
    .query(async ({ ctx, input: { id, limit, cursor } }) => {
      const values = { ...byName.after(cursor), managerId: id, limit: limit + 1 }
      const rows = await employeeList(ctx, { below: 'manager' }, values)
      if (rows.length === 0) await assertExists(ctx, 'EMPLOYEE_NOT_FOUND', id)
      return byName.page(rows, limit, nameKey)
    }),

  ancestors: publicProcedure
    .meta({ http: 'GET /employees/{id}/ancestors', cost: 3, reasons: ['EMPLOYEE_NOT_FOUND', 'TOO_MANY_EMPLOYEES'] })
    .input(z.object({ id: input.id }))
    .output(z.array(EmployeeNode))
    .query(async ({ ctx, input }) => {
      const [self, ...ancestors] = await hierarchy.ancestors(ctx, input.id)
      if (!self) throw ctx.refuse('EMPLOYEE_NOT_FOUND')
      return ancestors
    }),

  subtree: publicProcedure
    .meta({ http: 'GET /employees/{id}/subtree', cost: 10, reasons: ['EMPLOYEE_NOT_FOUND', 'TOO_MANY_EMPLOYEES'] })
    .input(z.object({ id: input.id, maxDepth: z.number().int().min(0).max(10_000).default(10_000) }))
    .output(z.array(EmployeeNode))
    .query(async ({ ctx, input }) => {
      const rows = await hierarchy.subtree(ctx, input)
      if (rows.length === 0) throw ctx.refuse('EMPLOYEE_NOT_FOUND')
      return rows
    }),

  create: adminProcedure
    .meta({ http: 'POST /employees', created: '/employees/{id}', reasons: ['EMPLOYEE_NOT_FOUND'] })
    .input(z.object({ name, title: title.nullish(), managerId: input.id.nullish() }))
    .output(EmployeeView)
    .mutation(async ({ ctx: { db, tables }, input }) => {
      const [employee] = await db.insert(tables.employees).values(input).returning()
      return rowOrThrow(employee)
    }),

  update: adminProcedure
    .meta({ http: 'PATCH /employees/{id}', reasons: ['EMPLOYEE_NOT_FOUND'] })
    .input(z.object({ id: input.id, name: name.optional(), title: title.nullish(), version }))
    .output(EmployeeView)
    .mutation(async ({ ctx, input: { id, name, title, version } }) => {
      const { db, tables } = ctx
      const [employee] = await db
        .update(tables.employees)
        .set(changes(tables.employees, { name, title }))
        .where(and(eq(tables.employees.id, id), atVersion(tables.employees, version)))
        .returning()
      if (employee) return employee
      await assertSeen(ctx, id, version)
      throw ctx.refuse('EMPLOYEE_NOT_FOUND')
    }),

  move: adminProcedure
    .meta({ http: 'PUT /employees/{id}/manager', reasons: ['EMPLOYEE_NOT_FOUND', 'CYCLE'] })
    .input(z.object({ id: input.id, managerId: input.id.nullable(), version }))
    .output(EmployeeView)
    .mutation(async ({ ctx, input: { id, managerId, version } }) => {
      const { employees } = ctx.tables
      const withoutCycle = await hierarchy.withoutCycle(ctx, id, managerId)
      const [moved] = await ctx.db
        .update(employees)
        .set({ managerId })
        .where(and(eq(employees.id, id), withoutCycle, atVersion(employees, version)))
        .returning()
      if (moved) return moved
      await assertSeen(ctx, id, version)
      await assertExists(ctx, 'EMPLOYEE_NOT_FOUND', id)
      throw ctx.refuse('CYCLE')
    }),

  delete: adminProcedure
    .meta({ http: 'DELETE /employees/{id}', reasons: ['EMPLOYEE_NOT_FOUND', 'HAS_SUBORDINATES'] })
    .input(z.object({ id: input.id, subordinates: z.literal(['promote', 'restrict', 'cascade']).default('promote') }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id, subordinates: policy } }) => {
      const { employees } = ctx.tables
      await ctx.expressions.lock(ctx.db, 'employees')
      if (policy === 'promote') {
        await ctx.db
          .update(employees)
          .set({ managerId: sql`(select manager_id from employees as gone where gone.id = ${id})` })
          .where(eq(employees.managerId, id))
      }
      const goes =
        policy === 'cascade'
          ? sql`${employees.id} in ${hierarchy.below(ctx.tables, id)}`
          : sql`${employees.id} = ${id} and not exists (select 1 from employees as report where report.manager_id = ${id})`
      const deleted = await ctx.db.delete(employees).where(goes).returning({ id: employees.id })
      if (deleted.length > 0) return { id }
      await assertExists(ctx, 'EMPLOYEE_NOT_FOUND', id)
      throw ctx.refuse('HAS_SUBORDINATES')
    }),
})

/** @throws STALE if the employee has another version than the caller has seen. */
function assertSeen(ctx: Connection & Refuses<'STALE'>, id: number, version: number | undefined): Promise<void> {
  const { employees } = ctx.tables
  return assertNotStale(ctx, employees, eq(employees.id, id), version, () =>
    ctx.db.query.employees.findFirst({ ...employeeSelection, where: { id } }),
  )
}
