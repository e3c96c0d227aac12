import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openStore } from '@trellis/db'
import { afterAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { testVariables } from '../test/server-process.ts'
import { asService, clientOf, setupDatabase, startProcess } from '../test/servers.ts'
import { createApp } from './app.ts'
import { readEnv } from './env.ts'

const database = await setupDatabase()

describe('starting', () => {
  test('an invalid variable is reported in one clear line', async () => {
    const server = await startProcess({ DATABASE_URL: database.url, PORT: 'eighty' })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching('^PORT ')])
  })

  test('a port in use is reported in one clear line', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = address && typeof address === 'object' ? String(address.port) : ''
    const server = await startProcess({ DATABASE_URL: database.url, PORT: port })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching(`^Port ${port} is taken\\.`)])
    const metrics = await startProcess({ DATABASE_URL: database.url, METRICS_PORT: port })
    expect(await metrics.exited).toEqual({ code: 1, signal: null })
    expect(metrics.output).toEqual([expect.stringMatching('^METRICS_PORT cannot be used: .*EADDRINUSE')])
    taken.close()
  })

  test('an address that this machine does not have is reported in one clear line', async () => {
    const server = await startProcess({ DATABASE_URL: database.url, HOST: '192.0.2.1' })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching('^HOST cannot be used: .*192\\.0\\.2\\.1')])
  })

  test('a database that is not there, or takes no writes, is reported in one clear line, without the password', async () => {
    const readOnly = `${database.url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`
    const cases: [url: string, message: string][] = [
      ['postgres://somebody:hunter2@127.0.0.1:1/blog', '^DATABASE_URL cannot be used'],
      ...(inject('dialect') === 'postgres'
        ? [[readOnly, '^DATABASE_URL cannot be used: .*read-only'] satisfies [string, string]]
        : []),
    ]
    // Each server waits ten seconds for its database.
    const servers = await Promise.all(cases.map(([url]) => startProcess({ DATABASE_URL: url })))
    for (const [index, server] of servers.entries()) {
      expect(await server.exited).toEqual({ code: 1, signal: null })
      expect(server.output).toEqual([expect.stringMatching(cases[index]?.[1] ?? '')])
      expect(server.output.join()).not.toContain('hunter2')
    }
  })
})

describe('a database file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-process-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('that is damaged is reported in one clear line that tells what to do', async () => {
    const path = join(folder, 'damaged.db')
    writeFileSync(path, 'no database '.repeat(1_000))
    const server = await startProcess({ DATABASE_URL: `file:${path}` })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching('^DATABASE_URL cannot be used: .*restore a backup')])
  })

  test('that is read-only is reported in one clear line, and a running server on it is not ready', async () => {
    const [empty, current] = [join(folder, 'empty.db'), join(folder, 'current.db')]
    await openStore({ url: `file:${empty}` }).close()
    await migrate(`file:${current}`)
    for (const path of [empty, current]) {
      // SQLite does not write to a file whose version it does not know, whatever the permissions of the user.
      const file = openSync(path, 'r+')
      writeSync(file, Buffer.from([3]), 0, 1, 18)
      closeSync(file)
    }
    const server = await startProcess({ DATABASE_URL: `file:${empty}` })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching('^DATABASE_URL cannot be used: .*readonly')])

    const store = openStore({ url: `file:${current}` })
    const app = await createApp(store, readEnv({ ...testVariables, DATABASE_URL: `file:${current}` }))
    const ready = await app.inject('/health/ready')
    await app.close()
    await store.close()
    const reason = 'The database file is read-only'
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'database unavailable', reason }])
  })

  test('whose write-ahead log another program deletes takes no more writes, and says so; a restart keeps what was acknowledged', async () => {
    const path = join(folder, 'deleted-log.db')
    const settings = { DATABASE_URL: `file:${path}`, LOG_LEVEL: 'error' }
    const server = await startProcess(settings)
    const create = (name: string) =>
      fetch(`${server.url}/api/tags`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...asService },
        body: JSON.stringify({ name }),
      })
    expect((await create('acknowledged')).status).toBe(201)
    rmSync(`${path}-wal`)
    expect((await create('refused')).status).toBe(503)
    const ready = await fetch(`${server.url}/health/ready`)
    const reason = 'The write-ahead log was deleted'
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'database unavailable', reason }])
    await expect
      .poll(() => server.output)
      .toContainEqual(expect.stringMatching(`${reason}.*the database does not take writes`))
    server.child.kill('SIGTERM')
    await server.exited
    const again = await startProcess(settings)
    const { items } = await clientOf(again.url).tags.list.query({})
    expect(items.map(({ name }) => name)).toEqual(['acknowledged'])
  })

  test('in a folder that cannot be created is reported in one clear line that does not mention the port', async () => {
    const server = await startProcess({ DATABASE_URL: `file:${join(folder, 'damaged.db', 'below', 'trellis.db')}` })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.output).toEqual([expect.stringMatching('^DATABASE_URL cannot be used: ')])
  })

  test('is readable for its owner only', async () => {
    const path = join(folder, 'new', 'trellis.db')
    const server = await startProcess({ DATABASE_URL: `file:${path}` })
    expect(server.url).not.toBe('')
    for (const name of [path, `${path}-wal`]) expect(statSync(name).mode & 0o077).toBe(0)
  })
})

describe('the demo blog', () => {
  test('is not added to a server that others can reach, and one line tells what to set', async () => {
    const own = await setupDatabase(onTestFinished)
    const open = await startProcess({ DATABASE_URL: own.url, NODE_ENV: 'development', HOST: '0.0.0.0' })
    const { port } = new URL(open.url)
    expect((await clientOf(`http://127.0.0.1:${port}`).stats.blog.query()).userCount).toBe(0)
    expect(open.output.join('\n')).toMatch(/demo blog was not added.*NODE_ENV=production/)
    expect(open.output.join('\n')).not.toContain('Sign in as')
  })

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

  test('is not written in production, nor into a database that has rows', async () => {
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
  test('completes a request that has been sent half, closes its connection and exits with 0', async () => {
    const server = await startProcess({ DATABASE_URL: database.url })
    const { hostname, port } = new URL(server.url)
    const idle = new Agent({ keepAlive: true })
    await new Promise((resolve) =>
      get(`${server.url}/health/live`, { agent: idle }, (r) => r.resume().on('end', resolve)),
    )
    const socket = connect({ port: Number(port), host: hostname })
    const received: string[] = []
    socket.on('data', (chunk) => received.push(String(chunk)))
    const body = JSON.stringify({ name: 'half sent' })
    socket.write(
      `POST /trpc/tags.create HTTP/1.1\r\nhost: x\r\nauthorization: ${asService.authorization}\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    )
    // Answered after what was sent before on the other connection: the server has the head of the request.
    await fetch(`${server.url}/health/live`)
    server.child.kill('SIGTERM')
    const isListening = () =>
      fetch(`${server.url}/health/live`).then(
        () => true,
        () => false,
      )
    await expect.poll(isListening).toBe(false)
    socket.write(body.slice(5))
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(received.join('')).toMatch(/^HTTP\/1.1 200/)
    expect(received.join('').toLowerCase()).toContain('connection: close')
    idle.destroy()
  })

  test('is not ready at once, and still answers for DRAIN_SECONDS, or until a second signal', async () => {
    const server = await startProcess({ DATABASE_URL: database.url, DRAIN_SECONDS: '50' })
    server.child.kill('SIGTERM')
    const ready = () => fetch(`${server.url}/health/ready`).then((response) => response.status)
    await expect.poll(ready).toBe(503)
    const answer = await fetch(`${server.url}/trpc/viewer.current`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('connection')).toBe('close')
    server.child.kill('SIGTERM')
    expect(await server.exited).toEqual({ code: 0, signal: null })
  })

  test('SIGTERM lets a running write complete, and what it answered is stored', async () => {
    const server = await startProcess({ DATABASE_URL: database.url })
    const service = clientOf(server.url, asService)
    await service.tags.create.mutate({ name: 'before the signal' })
    // Each call has a client of its own. The calls of one client would be a batch, which has one response.
    const running = Array.from({ length: 30 }, async (_, n) => {
      const { name } = await clientOf(server.url, asService).tags.create.mutate({ name: `under way ${n}` })
      return name
    })
    await Promise.race(running)
    server.child.kill('SIGTERM')
    const answered = (await Promise.allSettled(running)).flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    expect(answered).not.toEqual([])
    expect(await server.exited).toEqual({ code: 0, signal: null })

    const again = await startProcess({ DATABASE_URL: database.url })
    const { items } = await clientOf(again.url).tags.list.query({ limit: 100 })
    const names = items.map((tag) => tag.name)
    expect(names).toEqual(expect.arrayContaining(['before the signal', ...answered]))
  })
})
