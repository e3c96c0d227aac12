import { expectTypeOf, test } from 'vitest'
import { createClient, type RouterOutputs, type RouterReasons, safe } from './index.ts'

const trellis = createClient({ url: 'http://127.0.0.1' })

test('an outcome has the output or one of the reasons of the procedure', async () => {
  const outcome = await safe(trellis.posts.create.mutate({ title: 'a', content: 'b' }))
  if (outcome.reason === undefined) {
    expectTypeOf(outcome.data).toEqualTypeOf<RouterOutputs['posts']['create']>()
  } else {
    expectTypeOf(outcome.reason).toEqualTypeOf<RouterReasons['posts']['create']>()
    expectTypeOf(outcome.fields).toEqualTypeOf<Record<string, string> | null>()
    expectTypeOf(outcome.error.data.reason).toEqualTypeOf<RouterReasons['posts']['create']>()
  }
})

test('its parts narrow each other', async () => {
  const { data, reason } = await safe(trellis.tags.create.mutate({ name: 'sql' }))
  if (data) expectTypeOf(reason).toEqualTypeOf<undefined>()
  if (reason === 'TAG_EXISTS') expectTypeOf(data).toEqualTypeOf<undefined>()
  if (reason === undefined) expectTypeOf(data).toEqualTypeOf<RouterOutputs['tags']['create']>()
})

test('a comparison with a reason that the procedure does not have is an error', async () => {
  const created = await safe(trellis.tags.create.mutate({ name: 'sql' }))
  // @ts-expect-error
  expectTypeOf(created.reason === 'POST_EXISTS').toBeBoolean()
  // @ts-expect-error
  expectTypeOf(created.reason === 'STALE').toBeBoolean()
  const current = await safe(trellis.viewer.current.query())
  // @ts-expect-error
  expectTypeOf(current.reason === 'USER_NOT_FOUND').toBeBoolean()
})
