import { initTRPC, TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { invoke, type ProcedureCall } from './internals/invoke.ts'
import { procedureAt } from './internals/router.ts'
import { observedRouter } from './observed.ts'

const t = initTRPC.create()
const router = t.router({
  nested: t.router({ fine: t.procedure.query(() => 'answer') }),
  refused: t.procedure.mutation(() => {
    throw new TRPCError({ code: 'CONFLICT' })
  }),
})

function callOf(path: string, type: ProcedureCall['type']): ProcedureCall {
  const { signal } = new AbortController()
  return { path, getRawInput: async () => undefined, ctx: {}, type, signal, batchIndex: 0 }
}

describe('observedRouter', () => {
  it('observes each call without changing its result', async () => {
    const seen: unknown[] = []
    const observed = observedRouter(router, async (call, run) => {
      const result = await run()
      seen.push([call.path, call.type, result.ok || result.error.code])
      return result
    })
    const outcome = (path: string, type: ProcedureCall['type']) => {
      const procedure = procedureAt(observed, path)
      return procedure && invoke(procedure, callOf(path, type))
    }
    expect(await outcome('nested.fine', 'query')).toMatchObject({ ok: true, data: 'answer' })
    expect(await outcome('refused', 'mutation')).toMatchObject({ ok: false, error: { code: 'CONFLICT' } })
    expect(seen).toEqual([
      ['nested.fine', 'query', true],
      ['refused', 'mutation', 'CONFLICT'],
    ])
  })
  it('has no procedures but those of the router', () => {
    const observed = observedRouter(router, (_, run) => run())
    for (const path of ['nope', 'toString', 'constructor', '__proto__'])
      expect(procedureAt(observed, path)).toBeUndefined()
  })
})
