import { initTRPC } from '@trpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readInput } from './request-input.ts'
import { routesOf } from './routes.ts'

const t = initTRPC.meta<{ http: string }>().create()
const router = t.router({
  enter: t.procedure
    .meta({ http: 'POST /races/{constructor}/entries' })
    .input(z.object({ constructor: z.string(), driver: z.string() }))
    .output(z.string())
    .mutation(({ input }) => input.driver),
  list: t.procedure
    .meta({ http: 'GET /races' })
    .input(z.object({ valueOf: z.object({ toString: z.array(z.string()) }) }))
    .output(z.string())
    .query(({ input }) => input.valueOf.toString.join()),
})
const [enter, list] = routesOf(router)
const noBody = { path: {}, body: undefined, ifMatch: undefined }

test('a body is the input, and not copied, however many names it has', () => {
  const body = JSON.parse('{ "driver": "Ada", "__proto__": 1 }')
  const parts = { url: '/', path: { constructor: 'red' }, body, ifMatch: undefined }
  expect(enter && readInput(enter, parts)).toEqual({ input: body })
  expect(body).toHaveProperty('constructor', 'red')
})

test('a field may have the name of a property that every object has', () => {
  const url = '/?valueOf.toString=a&valueOf.toString=b'
  expect(list && readInput(list, { url, ...noBody })).toEqual({ input: { valueOf: { toString: ['a', 'b'] } } })
})
