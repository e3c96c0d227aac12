import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type AnyTRPCProcedure, type AnyTRPCRouter, callTRPCProcedure, initTRPC } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { createRouter } from '../../test/router.ts'
import { invoke, type ProcedureCall } from './invoke.ts'
import { configOf, procedureAt, typeOf } from './router.ts'

const router: AnyTRPCRouter = createRouter()
const procedures = Object.entries<AnyTRPCProcedure>(router._def.procedures)

function callOf(path: string, procedure: AnyTRPCProcedure, input: unknown): ProcedureCall {
  const reply = { code: () => reply, header: () => reply }
  const ctx = { name: 'ada', reply }
  const { signal } = new AbortController()
  return { path, getRawInput: async () => input, ctx, type: typeOf(procedure), signal, batchIndex: 0 }
}

async function resultOf(procedure: AnyTRPCProcedure, call: ProcedureCall): Promise<unknown> {
  const result = await invoke(procedure, call)
  if (!result.ok) throw result.error
  return result.data
}

async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (data) => ({ data: describeValue(data) }),
    (error) => ({ error: String(error), code: error?.code, cause: String(error?.cause) }),
  )
}

function describeValue(value: unknown): string {
  try {
    return `${Object.prototype.toString.call(value)} ${JSON.stringify(value)}`
  } catch (error) {
    return String(error)
  }
}

describe('invoke', () => {
  const inputs = [undefined, null, { id: 1, name: 'x', code: 'CONFLICT' }, { id: 'one' }, { id: -1, name: 'x' }]

  it.each(procedures)('has the outcome of calling %s', async (path, procedure) => {
    for (const input of inputs) {
      const invoked = await outcomeOf(resultOf(procedure, callOf(path, procedure, input)))
      expect(invoked).toEqual(await outcomeOf(procedure(callOf(path, procedure, input))))
    }
  })

  it('calls the middlewares itself', async () => {
    const traced = initTRPC.create().procedure.query(() => new Error().stack)
    expect(await resultOf(traced, callOf('traced', traced, undefined))).toContain('invoke.ts')
  })

  it('calls a function that replaces a procedure as it is', async () => {
    const traced = initTRPC.create().procedure.query(() => new Error().stack)
    const standIn = Object.assign((call: ProcedureCall) => traced(call), traced)
    expect(await resultOf(standIn, callOf('traced', traced, undefined))).not.toContain('runFrom')
  })
})

describe('procedureAt', () => {
  it('finds every procedure at its path', () => {
    for (const [path, procedure] of procedures) expect(procedureAt(router, path)).toBe(procedure)
  })

  it.each(['nope', 'books', '__proto__', 'constructor', 'toString', ''])('finds nothing at "%s"', (path) => {
    expect(procedureAt(router, path)).toBeUndefined()
  })

  it('finds a procedure of a lazy router once tRPC has loaded it', async () => {
    const path = 'late.hello'
    expect(procedureAt(router, path)).toBeUndefined()
    const call = {
      path,
      getRawInput: async () => undefined,
      ctx: {},
      type: 'query',
      signal: undefined,
      batchIndex: 0,
    } as const
    await callTRPCProcedure({ ...call, router })
    expect(procedureAt(router, path)).toBeDefined()
  })
})

describe('configOf', () => {
  it('has the transformer and the error formatter', () => {
    const { transformer, errorFormatter } = configOf(router)
    expect(transformer.input.deserialize(1)).toBe(1)
    expect(transformer.output.serialize(1)).toBe(1)
    expect(errorFormatter).toBeTypeOf('function')
  })
})

/**
 * The files of tRPC that this package replaces or relies on. When one fails here after an update, read its changes,
 * adapt the file named beside it, and update the hash.
 */
describe('the sources of tRPC', () => {
  const folder = new URL('src/', import.meta.resolve('@trpc/server/package.json'))

  it.each([
    ['unstable-core-do-not-import/procedureBuilder.ts', 'internals/chain.ts, internals/invoke.ts', 'aaabd01be461affa'],
    ['unstable-core-do-not-import/middleware.ts', 'internals/chain.ts, internals/invoke.ts', 'a94ccc1e87d02219'],
    ['unstable-core-do-not-import/parser.ts', 'internals/chain.ts', 'e4f84a45a29739c1'],
    ['unstable-core-do-not-import/router.ts', 'internals/router.ts', '626ccfa08a6a3e05'],
    ['unstable-core-do-not-import/transformer.ts', 'exchange.ts', '93480d462a31b554'],
    ['unstable-core-do-not-import/http/resolveResponse.ts', 'exchange.ts, answer-head.ts', '67dd4cb3a0e049fa'],
    ['unstable-core-do-not-import/http/contentType.ts', 'recognise.ts, plain-info.ts', '462022658dd74941'],
    ['adapters/node-http/incomingMessageToRequest.ts', 'request-url.ts, call-procedure.ts', '1010924b09cc8e4b'],
    ['adapters/fastify/fastifyRequestHandler.ts', 'handler.ts', '2dba5cfb0a9a92db'],
    ['adapters/fastify/fastifyTRPCPlugin.ts', 'plugin.ts', 'cac6ed4b01c2a609'],
  ])('%s is as it was for %s', async (path, _ours, hash) => {
    const source = await readFile(new URL(path, folder))
    expect(createHash('sha256').update(source).digest('hex').slice(0, 16)).toBe(hash)
  })
})
