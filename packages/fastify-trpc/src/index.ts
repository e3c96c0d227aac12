export type {
  CreateFastifyContextOptions,
  FastifyHandlerOptions,
  FastifyTRPCPluginOptions,
} from '@trpc/server/adapters/fastify'
export { callProcedure, type DirectCall } from './call-procedure.ts'
export { fastifyRequestHandler } from './handler.ts'
export { fastifyTRPCPlugin } from './plugin.ts'
