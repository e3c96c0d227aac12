import type { FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { createRouter, type TestRouter } from './router.ts'

/** The tRPC options of the test router. */
export type TrpcOptions = FastifyTRPCPluginOptions<TestRouter>['trpcOptions']

/** Records what happens while a request is handled, to compare two adapters. */
export type Note = (event: Record<string, unknown>) => void

/** One way to configure a server. */
export interface Host {
  readonly trpc: (note: Note) => TrpcOptions
  readonly fastify?: FastifyServerOptions
  readonly prepare?: (app: FastifyInstance) => void
  /** The prefix of the router, if not `/trpc`. */
  readonly prefix?: string
}

/** Options that record every context and every error. */
export function options(note: Note, others: Partial<TrpcOptions> = {}): TrpcOptions {
  return {
    router: createRouter(),
    createContext(given) {
      const { info, req, res } = given
      const calls = info.calls.map(({ path, batchIndex, procedure }) => ({
        path,
        batchIndex,
        type: procedure?._def.type,
      }))
      note({
        event: 'createContext',
        keys: Object.keys(given).sort(),
        method: req.method,
        info: [info.type, info.isBatchCall, info.accept, info.connectionParams, info.url?.href, info.signal.aborted],
        calls,
      })
      return { name: 'ada', reply: res }
    },
    onError({ error, path, input, ctx, type, req }) {
      const cause = error.cause && String(error.cause)
      note({
        event: 'onError',
        error: String(error),
        code: error.code,
        cause,
        path,
        input,
        type,
        ctx: ctx?.name,
        url: req.url,
      })
    },
    ...others,
  }
}

/** Options with a `responseMeta` that is recorded too. */
export const withMeta =
  (responseMeta: NonNullable<TrpcOptions['responseMeta']>): Host['trpc'] =>
  (note) =>
    options(note, {
      responseMeta(given) {
        const { paths, type, errors, eagerGeneration, data, ctx, info } = given
        const codes = errors.map((error) => error.code)
        const calls = info?.calls.map((call) => call.path)
        note({
          event: 'responseMeta',
          paths,
          type,
          codes,
          eagerGeneration,
          data: String(data.length),
          ctx: ctx?.name,
          calls,
        })
        return responseMeta(given)
      },
    })
