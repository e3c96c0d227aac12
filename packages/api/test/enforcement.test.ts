import {
  type Caller,
  createContext,
  isPrivileged,
  ownedBy,
  procedures as proceduresOf,
  subject,
  written,
} from '@trellis/rpc'
import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { admin, anyone, createCallerFactory, router, self, service, transaction } from '../src/rpc.ts'
import { refusalOf, setupApi } from '../src/testing.ts'

const api = await setupApi()
const { tags, posts } = api.store.read.tables
const [ann, bob] = [await api.newUser('ann'), await api.newUser('bob')]
const input = z.object({ id: z.number() })
const output = z.object({ id: z.number() })

/** Procedures as somebody could write them by mistake, and the same as they should be. */
const things = router({
  forgetful: self
    .input(input)
    .use(transaction)
    .output(output)
    .mutation(async ({ ctx: { db }, input: { id } }) => {
      await db.update(posts).set({ title: 'Taken' }).where(eq(posts.id, id))
      return { id }
    }),
  forgetfulQuery: self
    .input(input)
    .output(output)
    .query(({ input }) => input),
  owned: self
    .input(input)
    .use(transaction)
    .output(output)
    .mutation(async ({ ctx, input: { id } }) => {
      const [row] = await ctx.db
        .update(posts)
        .set({ title: 'Own' })
        .where(and(eq(posts.id, id), ownedBy(ctx, posts.authorId)))
        .returning({ id: posts.id })
      return row ?? { id: 0 }
    }),
  forSubject: self
    .input(input)
    .output(output)
    .query(({ ctx, input }) => ({ id: subject(ctx, input.id, 'id') })),
  rowless: anyone
    .use(transaction)
    .output(output)
    .mutation(async ({ ctx: { db } }) => {
      await db.insert(tags).values({ name: 'rowless', nameKey: 'rowless' })
      const [row] = await db
        .insert(tags)
        .values({ name: 'rowless', nameKey: 'rowless' })
        .onConflictDoNothing()
        .returning({ id: tags.id })
      return written(row)
    }),
  forServices: service.output(z.boolean()).query(({ ctx }) => isPrivileged(ctx.caller)),
  forAdmins: admin.output(z.boolean()).query(({ ctx }) => isPrivileged(ctx.caller)),
})
const createCaller = createCallerFactory(router({ things }))
const call = (caller: Caller) => createCaller(createContext(api.store, async () => caller)).things
const asUser = ({ id, username }: { id: number; username: string }, role: 'user' | 'admin' = 'user') =>
  call({ kind: 'user', id, username, role })
const asService = call({ kind: 'service', name: 'tests' })
const postOf = (user: { id: number }) =>
  api.service.posts.create({ title: 'Title', content: 'Content', authorId: user.id })
const titleOf = async (id: number) => (await api.anyone.posts.byId({ id })).title

describe('a procedure for self', () => {
  test('that does not check ownership fails for everybody, and its writes are rolled back', async () => {
    const { id } = await postOf(ann)
    for (const caller of [asUser(bob), asUser(ann), asUser(bob, 'admin'), asService]) {
      await expect(caller.forgetful({ id })).rejects.toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
        message: 'things.forgetful is for self, but did not check ownership',
      })
      expect(await titleOf(id)).toBe('Title')
    }
    await expect(asUser(ann).forgetfulQuery({ id })).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  })

  test('touches the rows of the viewer only; services and admins may touch every row', async () => {
    const { id } = await postOf(ann)
    expect(await asUser(bob).owned({ id })).toEqual({ id: 0 })
    expect(await titleOf(id)).toBe('Title')
    for (const caller of [asUser(ann), asUser(bob, 'admin'), asService])
      expect(await caller.owned({ id })).toEqual({ id })
    expect(await titleOf(id)).toBe('Own')
  })

  test('may check ownership by the subject of the call', async () => {
    expect(await asUser(ann).forSubject({ id: ann.id })).toEqual({ id: ann.id })
    expect((await refusalOf(asUser(ann).forSubject({ id: bob.id }))).reason).toBe('NOT_ALLOWED')
    expect(await asService.forSubject({ id: bob.id })).toEqual({ id: bob.id })
  })
})

describe('an INSERT that returns no row', () => {
  test('is an internal error, never NOT_FOUND, and is rolled back', async () => {
    await expect(asUser(ann).rowless()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect((await api.anyone.tags.list({ q: 'rowless' })).items).toEqual([])
  })
})

describe('service and admin', () => {
  test('let services and admins pass, as the contract says', async () => {
    for (const caller of [asService, asUser(bob, 'admin')]) {
      expect([await caller.forServices(), await caller.forAdmins()]).toEqual([true, true])
    }
  })

  test('tell everybody else whom the procedure is for', async () => {
    const messageOf = (answer: Promise<unknown>) => answer.then(String, (error: Error) => error.message)
    expect(await messageOf(asUser(bob).forServices())).toBe('Only services and admins may do this.')
    expect(await messageOf(asUser(bob).forAdmins())).toBe('Only admins and services may do this.')
    const who = proceduresOf(router({ things: router({ service: things.forServices, admin: things.forAdmins }) }))
    expect(who.map((procedure) => procedure.who)).toEqual(['service', 'admin'])
  })
})

test('a mutation without a transaction is refused by name', () => {
  const bare = router({ things: router({ bare: anyone.output(output).mutation(() => ({ id: 1 })) }) })
  expect(() => proceduresOf(bare)).toThrow('things.bare is not a transaction')
})
