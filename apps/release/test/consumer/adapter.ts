import { fastifyTRPCPlugin } from '@trellis/fastify-trpc'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { initTRPC } from '@trpc/server'
import Fastify from 'fastify'

// A tRPC server and a client that calls it. Of the Trellis packages it uses only @trellis/fastify-trpc.
const t = initTRPC.create()
const isName = (value: unknown): string => {
  if (typeof value !== 'string') throw new TypeError('Not a name')
  return value
}
const appRouter = t.router({ greet: t.procedure.input(isName).query(({ input }) => `Hello ${input}`) })
const app = Fastify()
await app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: { router: appRouter } })
const url = await app.listen({ port: 0, host: '127.0.0.1' })
const client = createTRPCClient<typeof appRouter>({ links: [httpBatchLink({ url: `${url}/trpc` })] })
console.log(...(await Promise.all([client.greet.query('Ada'), client.greet.query('Bob')])))
await app.close()
