import { join } from 'node:path'
import type { AppRouter } from '@trellis/api'
import { createTestDatabase, createTestStore } from '@trellis/db/testing'
import type { Env } from '@trellis/host'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { afterAll, inject, onTestFinished } from 'vitest'
import { createApp } from '../src/app.ts'
import { readEnv } from '../src/env.ts'
import * as serverProcess from './server-process.ts'

export { SERVICE_KEY } from './server-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the artifact. */
    artifact: string
  }
}

/** A typed client of a server, with a service key, a session token or a cookie if given. */
export function clientOf(url: string, headers: Record<string, string> = {}) {
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, headers })] })
}

/** The headers of the service. */
export const asService = { authorization: `Bearer ${serverProcess.SERVICE_KEY}` }

/** The HTTP host in this process, on a fresh database of the engine under test and a port of its own. */
export async function setupServer(overrides: Record<string, string> = {}) {
  const database = await createTestStore(inject('templates'), inject('dialect'))
  const env = readEnv({ ...serverProcess.testVariables, DATABASE_URL: database.url, ...overrides })
  const app = await createApp(database.store, env)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  afterAll(async () => {
    await app.close()
    await database.remove()
  })

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  let people = 0
  return {
    ...database,
    app,
    env,
    url,
    post,
    anyone: clientOf(url),
    service: clientOf(url, asService),
    /** Signs somebody up; answers their id and token, the cookie their browser would keep, and a client with it. */
    signUp: async (username = `person${people + 1}`) => {
      const body = { username, email: `person${++people}@example.com`, password: 'correct horse', name: username }
      const response = await post('/api/auth/sign-up/email', body)
      if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`)
      const { token, user }: { token: string; user: { id: string } } = JSON.parse(await response.text())
      const cookie = cookieOf(response)
      return { id: Number(user.id), username, email: body.email, token, cookie, client: clientOf(url, { cookie }) }
    },
  }
}

/** A second host on the same database: another process of the same deployment. */
export async function anotherServer(env: Env, store: Parameters<typeof createApp>[0]): Promise<string> {
  const app = await createApp(store, env)
  onTestFinished(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

/** The session cookie that a response sets, as a browser sends it back. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** A database for server processes to be started on, for a test file or, called in a test, for that test. */
export async function setupDatabase(removeAfter: (remove: () => Promise<void>) => void = afterAll) {
  const database = await createTestDatabase(inject('templates'), inject('dialect'))
  removeAfter(database.remove)
  return database
}

/** A server process of the artifact, which ends with the test that starts it. */
export async function startProcess(variables: Record<string, string>, artifact = inject('artifact')) {
  const server = await serverProcess.startProcess(variables, join(artifact, 'main.js'))
  onTestFinished(() => serverProcess.stopProcess(server))
  return server
}
