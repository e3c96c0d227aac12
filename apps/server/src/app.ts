import { blog } from '@trellis/api/domain'
import type { Store } from '@trellis/db'
import { createHost, type Env, type Observability } from '@trellis/host'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { webApp } from './web-app.ts'

/** The host of the blog, with its web app. */
export function createApp(
  store: Store,
  env: Env,
  log?: Logger,
  watch?: Observability,
  stopping?: AbortSignal,
): Promise<FastifyInstance> {
  const command = new URL('../../cli/src/main.ts', import.meta.url)
  return createHost(blog, store, env, { log, watch, stopping, command, pages: webApp })
}
