import { initTRPC, TRPCError } from '@trpc/server'
import { type Host, options, withMeta } from './host.ts'
import { createRouter } from './router.ts'
import { tagging } from './transformer.ts'

/** The configurations in which our adapter and the official one are compared. */
export const hosts: Record<string, Host> = {
  'default options': { trpc: options },
  'responseMeta with Headers': {
    trpc: withMeta(({ errors }) => {
      const headers = new Headers({ 'cache-control': 'max-age=1', vary: 'cookie', 'content-type': 'application/x-own' })
      headers.append('set-cookie', 'a=1')
      headers.append('set-cookie', 'b=2')
      return { headers, ...(errors.length > 0 && { status: 418 }) }
    }),
  },
  'responseMeta with a record': {
    trpc: withMeta(() => ({
      headers: { 'X-One': 'one', 'x-many': ['a', 'b'], 'content-type': 'text/x-own', none: undefined },
      status: 203,
    })),
  },
  'responseMeta with a status that has no body': { trpc: withMeta(() => ({ status: 304 })) },
  'responseMeta with a status that is none': { trpc: withMeta(() => ({ status: 99 })) },
  'responseMeta that throws': {
    trpc: withMeta(() => {
      throw new Error('no meta')
    }),
  },
  'responseMeta without a result': { trpc: withMeta((() => undefined) as never) },
  'maxBatchSize, and no batching beside': {
    trpc: (note) => options(note, { maxBatchSize: 2, batching: { enabled: true } }),
  },
  'batching off': { trpc: (note) => options(note, { allowBatching: false }) },
  'batching off, the old way': { trpc: (note) => options(note, { batching: { enabled: false } }) },
  'method override': { trpc: (note) => options(note, { allowMethodOverride: true }) },
  'a transformer': { trpc: (note) => options(note, { router: createRouter({ transformer: tagging }) }) },
  'an error formatter': {
    trpc: (note) =>
      options(note, {
        router: createRouter({
          isDev: true,
          errorFormatter: ({ shape, error, input, path, type, ctx }) => ({
            ...shape,
            data: {
              ...shape.data,
              stack: typeof shape.data.stack,
              cause: error.cause?.name,
              input,
              path,
              type,
              ctx: ctx?.name,
            },
          }),
        }),
      }),
  },
  'an error formatter with its own status': {
    trpc: (note) =>
      options(note, {
        router: createRouter({
          errorFormatter: ({ shape, error }) => ({
            ...shape,
            data: { ...shape.data, httpStatus: error.code === 'NOT_FOUND' ? 299 : 451 },
          }),
        }),
      }),
  },
  'an error formatter without data': {
    trpc: (note) =>
      options(note, {
        router: createRouter({ errorFormatter: (({ shape }: { shape: object }) => ({ ...shape, data: 1 })) as never }),
      }),
  },
  'an error formatter that fails': {
    trpc: (note) =>
      options(note, { router: createRouter({ errorFormatter: (() => JSON.parse('no shape')) as never }) }),
  },
  'a context that is refused': {
    trpc: (note) =>
      options(note, {
        createContext: () => {
          throw new TRPCError({ code: 'UNAUTHORIZED', message: 'who are you?' })
        },
      }),
  },
  'a context that fails': { trpc: (note) => options(note, { createContext: async () => JSON.parse('no context') }) },
  'a context that looks at everything': {
    trpc: (note) =>
      options(note, {
        async createContext({ info, req, res }) {
          const inputs = info.calls.map((call) => call.getRawInput().then(String, (error: Error) => error.message))
          note({ inputs: await Promise.all(inputs), read: info.calls.map((call) => String(call.result())) })
          note({ url: String(info.url), body: String(req.body), query: req.query, params: req.params })
          res.header('x-context', 'seen').header('vary', 'cookie').code(207)
          return { name: req.headers['x-name']?.toString() ?? 'nobody', reply: res }
        },
      }),
  },
  'only a router': {
    trpc: () =>
      ({
        router: initTRPC.create({ isDev: false }).router({ hello: initTRPC.create().procedure.query(() => 'hello') }),
      }) as never,
  },
  'an onError that throws': {
    trpc: (note) =>
      options(note, {
        onError: ({ error }) => {
          throw new Error(`onError: ${error.message}`)
        },
      }),
  },
  'an onError that throws for a call only': {
    trpc: (note) =>
      options(note, {
        onError: ({ path }) => {
          if (path) throw new TRPCError({ code: 'TIMEOUT' })
        },
      }),
  },
  'an onError that throws no error': {
    trpc: (note) =>
      options(note, {
        onError: () => {
          throw 'no error'
        },
      }),
  },
  'no subscriptions, and lines of its own type': {
    trpc: (note) =>
      options(note, {
        router: createRouter({ sse: { enabled: false }, jsonl: { contentType: 'application/x-ndjson' } }),
      }),
  },
  'a small body limit': { trpc: options, fastify: { bodyLimit: 40 } },
  'short paths': { trpc: options, fastify: { routerOptions: { maxParamLength: 12 } } },
  'odd routing': {
    trpc: options,
    fastify: {
      routerOptions: {
        ignoreDuplicateSlashes: true,
        ignoreTrailingSlash: true,
        caseSensitive: false,
      },
      rewriteUrl: ({ url = '/' }) => url.replace('/old/', '/trpc/'),
    },
  },
  'hooks that set headers': {
    trpc: options,
    prepare(app) {
      app.addHook('onRequest', async (_request, reply) => {
        reply.header('access-control-allow-origin', '*').header('vary', 'Origin').header('set-cookie', 'hook=1')
      })
      app.addHook('onSend', async (_request, reply, payload) => {
        reply.header('x-sent', 'yes')
        return payload
      })
    },
  },
  'a hook that parses bodies': {
    trpc: options,
    prepare: (app) =>
      app.addHook('preValidation', async (request) => {
        if (typeof request.body === 'string' && request.body.startsWith('{')) request.body = JSON.parse(request.body)
      }),
  },
  'an error handler': {
    trpc: options,
    prepare: (app) => app.setErrorHandler((error, _request, reply) => reply.code(500).send(`handled ${String(error)}`)),
  },
  'a serializer of its own': {
    trpc: options,
    prepare: (app) => app.setReplySerializer((payload) => `own ${JSON.stringify(payload)}`),
  },
}
