export type {
  CreateFastifyContextOptions,
  FastifyHandlerOptions,
  FastifyTRPCPluginOptions,
} from '@trpc/server/adapters/fastify'
export { callProcedure, type DirectCall } from './call-procedure.ts'
export { fastifyRequestHandler } from './handler.ts'
export { errorShapeOf } from './internals/router.ts'
export { type ObserveCall, observedRouter } from './observed.ts'
export { fastifyTRPCPlugin } from './plugin.ts'
export { queryParameters } from './request-url.ts'
