import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))

/** The key that `startServer` gives to services. */
export const SERVICE_KEY = 'a-key-for-tests-of-the-web-app-only'

/** A server process of its own, on a database of its own with the demo content. */
export interface RunningServer {
  url: string
  /** Who can sign in to the demo content. */
  admin: { username: string; password: string }
  stop(): Promise<void>
}

/** Starts the real server on a fresh SQLite file and a free port. */
export async function startServer(): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-web-'))
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      DATABASE_URL: `file:${join(folder, 'trellis.db')}`,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
      RATE_LIMIT: '',
      SERVICE_KEYS: `tests:${SERVICE_KEY}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Also when the tests are ended early.
  process.once('exit', () => child.kill())
  const started = await greeting(child)
  return {
    ...started,
    stop: async () => {
      if (child.exitCode === null) {
        const exit = new Promise((resolve) => child.once('exit', resolve))
        child.kill()
        await exit
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a server prints when it is ready; an error with what it printed if it ends before. */
function greeting(child: ChildProcess): Promise<Pick<RunningServer, 'url' | 'admin'>> {
  let printed = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        printed += chunk
        const url = printed.match(/Trellis is at (\S+)/)?.[1]
        const [, username, password] = printed.match(/Sign in as (\S+) with the password (\S+)/) ?? []
        if (url && username && password) resolve({ url, admin: { username, password } })
      })
    }
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)))
  })
}
