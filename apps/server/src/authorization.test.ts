import { createCaller, createContext } from '@trellis/api'
import { authorization } from '@trellis/api/authorization'
import { procedures } from '@trellis/api/testing'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { setupServer } from '../test/servers.ts'

const server = await setupServer()
const expired = await server.signUp()
await server.store.write(({ db, tables: { sessions } }) =>
  db
    .update(sessions)
    .set({ expiresAt: new Date(0) })
    .where(eq(sessions.userId, expired.id)),
)
const webhooks = { encrypt: () => 'encrypted', permits: () => true }
const service = createCaller(
  createContext(server.store, async () => ({ kind: 'service', name: 'tests' }), { webhooks }),
)
const kinds = new Map(procedures.map(({ path, kind }) => [path, kind]))

let users = 0

/** The status of a call over HTTP. */
async function statusOf(path: string, input: unknown, headers: Record<string, string>): Promise<number> {
  if (kinds.get(path) === 'mutation') return (await server.post(`/trpc/${path}`, input, headers)).status
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  const response = await fetch(`${server.url}/trpc/${path}${query}`, { headers })
  if (kinds.get(path) !== 'subscription') return response.status
  // A stream has begun before its procedure refuses: the error is its first event.
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let received = ''
  while (!/"httpStatus":401|"rows":\[\]/.test(received)) {
    const part = await reader?.read()
    if (!part || part.done) break
    received += part.value
  }
  await reader?.cancel()
  return received.includes('"httpStatus":401') ? 401 : response.status
}

/** Credentials that have expired, or were never valid. */
const credentials: [string, Record<string, string>][] = [
  ['an expired session in a cookie', { cookie: expired.cookie }],
  ['an expired session as a token', { authorization: `Bearer ${expired.token}` }],
  ['a wrong service key', { authorization: 'Bearer a-service-key-that-is-long-enough-and-nobody-has' }],
]

describe.each(credentials)('with %s', (_, headers) => {
  test.each(authorization.map((row) => ({ ...row, title: [row.procedure, row.when].filter(Boolean).join(' ') })))(
    '$title answers as to anyone',
    async ({ procedure, access, input }) => {
      // What a user could do for themselves: nobody may do it for them.
      const username = `self${++users}`
      const self = await service.users.create({ username, email: `${username}@example.com` })
      const made = await input({ service, store: server.store, self, caller: self })
      expect(await statusOf(procedure, made, headers)).toBe(access === 'anyone' ? 200 : 401)
    },
  )
})
