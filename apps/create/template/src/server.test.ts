import { createClient } from '@trellis/client'
import { createHost, readEnv } from '@trellis/host'
import { afterAll, expect, inject, test } from 'vitest'
import type { AppRouter } from './api/root.ts'
import { createTestStore } from './api/testing.ts'
import { domain } from './domain.ts'

const { url: DATABASE_URL, store, remove } = await createTestStore(inject('templates'), inject('dialect'))
const variables = {
  DATABASE_URL,
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  AUTH_SECRET: 'a-secret-of-the-tests-only-0123456789',
}
const app = await createHost(domain, store, readEnv(variables, domain.name))
const url = await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(async () => {
  await app.close()
  await remove()
})

test('a user signs up, writes a note over tRPC, and reads it over REST', async () => {
  const signedUp = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ada', email: 'ada@example.com', password: 'correct horse' }),
  })
  expect(signedUp.status).toBe(200)
  const { token }: { token: string } = JSON.parse(await signedUp.text())
  const note = await createClient<AppRouter>({ url, key: token }).notes.create.mutate({ title: 'Tides' })
  const headers = { authorization: `Bearer ${token}` }
  expect(await (await fetch(`${url}/api/notes/${note.id}`, { headers })).json()).toEqual(note)
  expect((await fetch(`${url}/api/notes/${note.id}`)).status).toBe(401)
})

test('has an OpenAPI document and its page', async () => {
  expect(await (await fetch(`${url}/api/openapi.json`)).json()).toMatchObject({ paths: { '/notes': { post: {} } } })
  expect((await fetch(`${url}/docs`)).status).toBe(200)
})
