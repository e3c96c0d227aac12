import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type Templates } from '@trellis/db/testing'

const source = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** The key of the service `tests` on every server of the tests. */
export const SERVICE_KEY = 'a-service-key-of-the-tests-that-is-long-enough'

/** The environment of every server of the tests, unless a test overrides it. */
export const testVariables = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  AUTH_SECRET: 'a secret of the tests, long enough to be one',
  SERVICE_KEYS: `tests:${SERVICE_KEY}`,
  RATE_LIMIT: 'off',
  // A busy machine takes many times as long.
  WORKER_TIMEOUT_SECONDS: '60',
  LOCK_TIMEOUT_SECONDS: '60',
}

/** A server process. */
export interface ServerProcess {
  readonly child: ChildProcess
  /** Its address; empty if it ended before it listened. */
  readonly url: string
  /** The lines it has printed. */
  readonly output: readonly string[]
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Starts a server process on a free port. Resolves when it listens, or when it ends before that. */
export async function startProcess(variables: Record<string, string>, main = source): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ...testVariables,
      PORT: '0',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  const listening = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        output.push(line)
        const [, address] = /Trellis is at (\S+)/.exec(line) ?? []
        if (address) resolve(address)
      })
    }
  })
  const url = await Promise.race([listening, exited.then(() => '')])
  return { child, url, output, exited }
}

/** Sends a signal to a server process and waits for its end. */
export async function stopProcess({ child, exited }: ServerProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  await exited
}

/** A server process on a database of its own. */
export interface TestServer {
  readonly url: string
  /** Kills the process: it cannot finish anything. */
  kill(): Promise<void>
  /** Starts it again at the same address. */
  restart(): Promise<void>
  /** Kills it and removes the database. */
  remove(): Promise<void>
}

/** Starts a server process on a fresh database of this engine. */
export async function startServer(
  templates: Templates,
  dialect: keyof Templates,
  variables: Record<string, string> = {},
): Promise<TestServer> {
  const database = await createTestDatabase(templates, dialect)
  const start = async (port: string) => {
    const server = await startProcess({ DATABASE_URL: database.url, ...variables, PORT: port })
    if (!server.url) throw new Error(`The server ended before it listened:\n${server.output.join('\n')}`)
    return server
  }
  let running = await start('0')
  const { url } = running
  return {
    url,
    kill: () => stopProcess(running),
    restart: async () => {
      running = await start(new URL(url).port)
    },
    remove: async () => {
      await stopProcess(running)
      await database.remove()
    },
  }
}
