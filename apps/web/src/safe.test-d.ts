import { useMutation } from '@tanstack/react-query'
import type { RouterOutputs, RouterReasons } from '@trellis/api'
import { expectTypeOf, test } from 'vitest'
import { safe } from './safe.ts'
import { trpc } from './trpc.ts'

test('the outcome of a mutation has the output or a reason of its procedure', async () => {
  const rename = useMutation(trpc.users.update.mutationOptions())
  const { data, reason, error } = await safe(rename, { id: 1 })
  if (error) expectTypeOf(reason).toEqualTypeOf<RouterReasons['users']['update'] | null>()
  else expectTypeOf(data).toEqualTypeOf<RouterOutputs['users']['update']>()
})

test('a comparison with a reason that the procedure does not have is an error', async () => {
  const rename = useMutation(trpc.users.update.mutationOptions())
  const { reason } = await safe(rename, { id: 1 })
  expectTypeOf(reason === 'USERNAME_TAKEN').toBeBoolean()
  // @ts-expect-error
  expectTypeOf(reason === 'TAG_EXISTS').toBeBoolean()
})

test('errors of queries and mutations have the reasons of their procedure too', () => {
  const rename = useMutation(trpc.users.update.mutationOptions())
  expectTypeOf(rename.error?.data?.reason === 'STALE').toBeBoolean()
  // @ts-expect-error
  expectTypeOf(rename.error?.data?.reason === 'TAG_EXISTS').toBeBoolean()
})
