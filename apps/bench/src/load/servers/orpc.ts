import type { IncomingMessage, ServerResponse } from 'node:http'
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/node'
import { noop, paths } from '../cases.ts'
import type { CallFor } from './call-for.ts'

/**
 * oRPC on its own Node adapter. The no-op is a procedure of its own; the others call ours, which check their input and
 * output, so that oRPC itself checks nothing twice.
 */
export function orpcListener(callFor: CallFor) {
  const base = os.$context<{ request: IncomingMessage }>()
  const query = base.route({ method: 'GET' })
  const procedure = (path: string, kind: 'query' | 'mutation') => {
    if (path === noop) return query.handler(() => null)
    return (kind === 'query' ? query : base).handler(({ input, context }) => callFor(context.request)(path, input))
  }
  const router: Record<string, Record<string, ReturnType<typeof procedure>>> = {}
  for (const [path, kind] of paths) {
    const [noun = '', name = ''] = path.split('.')
    router[noun] = { ...router[noun], [name]: procedure(path, kind) }
  }
  const handler = new RPCHandler(router)
  return async (request: IncomingMessage, response: ServerResponse) => {
    const { matched } = await handler.handle(request, response, { prefix: '/rpc', context: { request } })
    if (!matched) response.writeHead(404).end()
  }
}
