import { fastifyTRPCPlugin as officialPlugin } from '@trpc/server/adapters/fastify'
import Fastify from 'fastify'
import { fastifyTRPCPlugin } from '../src/index.ts'
import { answers, router } from './router.ts'

// One server in its own process, so that its CPU time can be measured. It reports the CPU time since the last report
// when its parent asks, and exits with its parent.

const app = Fastify({ routerOptions: { maxParamLength: 1000 } })
const trpcOptions = { router, createContext: ({ req }: { req: object }) => ({ req }) }
switch (process.argv[2]) {
  case 'ours':
    await app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions })
    break
  case 'official':
    await app.register(officialPlugin, { prefix: '/trpc', trpcOptions })
    break
  default:
    app.get('/trpc/noop', async () => answers.noop)
    app.get('/trpc/byId', async () => answers.byId)
    app.get('/trpc/:batch', async () => answers.batch)
    app.post('/trpc/create', async () => answers.create)
}
await app.listen({ port: 0, host: '127.0.0.1' })

let since = process.cpuUsage()
process.on('disconnect', () => process.exit())
process.on('message', () => {
  const { user, system } = process.cpuUsage(since)
  since = process.cpuUsage()
  process.send?.({ microseconds: user + system })
})

process.send?.({ port: Number(new URL(app.listeningOrigin).port) })
