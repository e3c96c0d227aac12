import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type Templates } from '@trellis/db/testing'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The key of the service `tests` on every server that `startServer` starts. */
export const KEY = 'a-key-for-tests-0123456789abcdefgh'

/** A real server process on a database of its own. */
export interface TestServer {
  url: string
  /** Ends the process without a chance to finish anything. */
  kill(): Promise<void>
  /** Starts it again at the same address. */
  restart(): Promise<void>
  /** Ends it and removes the database. */
  remove(): Promise<void>
}

/** Starts a server on a fresh database of this engine. `variables` are added to its environment. */
export async function startServer(
  templates: Templates,
  dialect: keyof Templates,
  variables: Record<string, string> = {},
): Promise<TestServer> {
  const database = await createTestDatabase(templates, dialect)
  const environment = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    DATABASE_URL: database.url,
    SERVICE_KEYS: `tests:${KEY}`,
    AUTH_SECRET: 'a-secret-for-tests-0123456789abcdef',
    ...variables,
  }
  let running = await listening({ ...environment, PORT: '0' })
  const { url } = running
  const kill = () => ended(running.process, 'SIGKILL')
  return {
    url,
    kill,
    restart: async () => {
      running = await listening({ ...environment, PORT: new URL(url).port })
    },
    remove: async () => {
      await kill()
      await database.remove()
    },
  }
}

/** Starts a server and waits for the address it prints. */
async function listening(env: NodeJS.ProcessEnv): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['apps/server/src/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/\S+:\d+/.exec(line)?.[0]
    if (url === undefined) continue
    // Nobody reads on: a pipe that fills would stop the server.
    child.stdout.resume()
    return { process: child, url }
  }
  throw new Error(`The server ended with ${child.exitCode ?? child.signalCode} before it listened`)
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
