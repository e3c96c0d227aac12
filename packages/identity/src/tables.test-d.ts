import type { Columns, Connection, Store as StoreOf } from '@trellis/store'
import type { EmptyRelations } from 'drizzle-orm'
import { expectTypeOf, test } from 'vitest'
import type { Store, Tables } from '../test/library/index.ts'
import type { IdentityStore, IdentityTables } from './store.ts'
import { defineUsers } from './tables.ts'

declare const c: Columns

test('the store of a domain with more tables, columns and relations has the tables of sign-in', () => {
  expectTypeOf<Store>().toExtend<IdentityStore>()
  expectTypeOf<IdentityStore>().not.toExtend<Store>()
  expectTypeOf<Tables['users']['$inferSelect']['loanCount']>().toEqualTypeOf<number>()
  expectTypeOf<Tables['users']['$inferSelect']['role']>().toEqualTypeOf<'user' | 'librarian' | 'admin'>()
})

test('a store without one of them has not', () => {
  expectTypeOf<StoreOf<Omit<Tables, 'sessions'>, EmptyRelations>>().not.toExtend<IdentityStore>()
  const users = () => c.table('users', { id: c.id(), username: c.text().notNull() })
  type Other = Omit<Tables, 'users'> & { users: ReturnType<typeof users> }
  expectTypeOf<StoreOf<Other, EmptyRelations>>().not.toExtend<IdentityStore>()
})

test('sign-in cannot use relations, which are those of the domain', () => {
  expectTypeOf<Connection<IdentityTables, EmptyRelations>['db']['query']>().not.toHaveProperty('users')
})

test('a column that better-auth would have to know is refused', () => {
  const role = c.choice(['user', 'admin']).notNull().default('user')
  const of = () => [
    defineUsers(c, {
      role,
      columns: { nickname: c.text(), plan: c.text().notNull().default('free'), count: c.count() },
    }),
    // @ts-expect-error a column of users needs a default, or may be null
    defineUsers(c, { role, columns: { plan: c.text().notNull() } }),
    // @ts-expect-error this is a column of sign-in
    defineUsers(c, { role, columns: { email: c.text() } }),
  ]
  expectTypeOf(of).toBeFunction()
})
