import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { asService, clientOf, setupDatabase, startProcess } from './testing.ts'

const database = await setupDatabase()

describe('starting', () => {
  test('a variable that does not parse is one clear line', async () => {
    const server = await startProcess({ DATABASE_URL: database.url, PORT: 'eighty' })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching('^PORT ')])
  })

  test('a taken port is one clear line', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = address && typeof address === 'object' ? String(address.port) : ''
    const server = await startProcess({ DATABASE_URL: database.url, PORT: port })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching(`^Port ${port} is taken\\.`)])
    taken.close()
  })

  test('a database that cannot be reached is one clear line, without the password', async () => {
    const url = 'postgres://somebody:hunter2@127.0.0.1:1/blog'
    const server = await startProcess({ DATABASE_URL: url })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching('^DATABASE_URL cannot be used')])
    expect(server.output.join()).not.toContain('hunter2')
  })
})

describe('the demo blog', () => {
  test('fills an empty database once, and its user signs in', async () => {
    const demo = await setupDatabase(onTestFinished)
    const first = await startProcess({ DATABASE_URL: demo.url, NODE_ENV: 'development' })
    const user = await clientOf(first.url).users.byId.query({ id: 1 })
    expect(user.profile?.fullName).toBeTruthy()
    expect(user.posts.items.length).toBeGreaterThan(0)
    const stats = await clientOf(first.url).stats.blog.query()
    const [, username, password] = /Sign in as (\S+) with the password (\S+)/.exec(first.output.join('\n')) ?? []
    const signIn = await fetch(`${first.url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    expect(signIn.status).toBe(200)
    first.child.kill('SIGTERM')
    expect(await first.exited).toEqual({ code: 0, signal: null })

    const second = await startProcess({ DATABASE_URL: demo.url, NODE_ENV: 'development' })
    expect(await clientOf(second.url).stats.blog.query()).toEqual(stats)
  })

  test('is never written in production, nor beside rows', async () => {
    const own = await setupDatabase(onTestFinished)
    const production = await startProcess({ DATABASE_URL: own.url, NODE_ENV: 'production' })
    expect((await clientOf(production.url).stats.blog.query()).userCount).toBe(0)
    await clientOf(production.url, asService).users.create.mutate({ username: 'first', email: 'first@example.com' })
    production.child.kill('SIGTERM')
    await production.exited
    const development = await startProcess({ DATABASE_URL: own.url, NODE_ENV: 'development' })
    expect((await clientOf(development.url).stats.blog.query()).userCount).toBe(1)
  })
})

describe('stopping', () => {
  test('SIGTERM lets what runs finish, and the answer counts', async () => {
    const server = await startProcess({ DATABASE_URL: database.url })
    const service = clientOf(server.url, asService)
    await service.tags.create.mutate({ name: 'before the signal' })
    const running = Array.from({ length: 50 }, (_, n) =>
      service.tags.create.mutate({ name: `under way ${n}` }).then(
        () => `under way ${n}`,
        () => undefined,
      ),
    )
    server.child.kill('SIGTERM')
    const answered = (await Promise.all(running)).filter((name) => name !== undefined)
    expect(await server.exited).toEqual({ code: 0, signal: null })

    const again = await startProcess({ DATABASE_URL: database.url })
    const { items } = await clientOf(again.url).tags.list.query({ limit: 100 })
    const names = items.map((tag) => tag.name)
    expect(names).toEqual(expect.arrayContaining(['before the signal', ...answered]))
  })
})
