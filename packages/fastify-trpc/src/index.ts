export type {
  CreateFastifyContextOptions,
  FastifyHandlerOptions,
  FastifyTRPCPluginOptions,
} from '@trpc/server/adapters/fastify'
export { fastifyRequestHandler } from './handler.ts'
export { fastifyTRPCPlugin } from './plugin.ts'
