import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { afterAll, describe, expect, it } from 'vitest'
import { launchChromium } from './chromium.ts'
import { startServer } from './server.ts'
import { unique } from './unique.ts'

const [server, browser] = await Promise.all([startServer(), launchChromium()])
// `vite dev` forwards to the server that this variable names.
process.env.PORT = new URL(server.url).port
const root = fileURLToPath(new URL('..', import.meta.url))
const vite = await createServer({ root, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } })
await vite.listen()
afterAll(async () => {
  await Promise.all([vite.close(), browser.close()])
  await server.stop()
})

describe('vite dev', () => {
  it('lets a browser sign in and write', async () => {
    const page = await browser.newPage({ baseURL: vite.resolvedUrls?.local[0] ?? '' })
    // A page of the dev server that loads no code: what matters is the headers that a browser sends.
    await page.goto('/favicon.svg')
    const post = (path: string, body: unknown) =>
      page.evaluate(
        async ([path, body]) => {
          const headers = { 'content-type': 'application/json' }
          const response = await fetch(path, { method: 'POST', headers, body })
          return { status: response.status, text: await response.text() }
        },
        [path, JSON.stringify(body)] as const,
      )
    expect(await post('/api/auth/sign-in/username', server.admin)).toMatchObject({ status: 200 })
    expect(await post('/trpc/tags.create', { name: unique('from-the-dev-server') })).toMatchObject({ status: 200 })
  })
})
