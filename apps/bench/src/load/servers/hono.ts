import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { noop, paths } from '../cases.ts'
import type { CallFor } from './call-for.ts'

/** Hono on its Node adapter: a route for each procedure, which calls ours. The no-op does not call a procedure. */
export function honoListener(callFor: CallFor) {
  const app = new Hono<{ Bindings: HttpBindings }>()
  for (const [path, kind] of paths) {
    if (path === noop) app.get(`/${path}`, (c) => c.json(null))
    else if (kind === 'mutation') {
      app.post(`/${path}`, async (c) => c.json(await callFor(c.env.incoming)(path, await c.req.json())))
    } else {
      app.get(`/${path}`, async (c) =>
        c.json(await callFor(c.env.incoming)(path, JSON.parse(c.req.query('input') ?? '{}'))),
      )
    }
  }
  return getRequestListener(app.fetch)
}
