export type {
  CreateFastifyContextOptions,
  FastifyHandlerOptions,
  FastifyTRPCPluginOptions,
} from '@trpc/server/adapters/fastify'
export { callProcedure, type DirectCall } from './call-procedure.ts'
export { fastifyRequestHandler } from './handler.ts'
export { type ObserveCall, observedProcedure, observedRouter } from './observed.ts'
export { fastifyTRPCPlugin } from './plugin.ts'
