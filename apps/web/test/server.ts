import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SERVICE_KEY, startProcess, stopProcess } from '@trellis/server/testing'

export { SERVICE_KEY }

/** A server process of its own, on a database of its own with the demo content. */
export interface RunningServer {
  url: string
  /** Who can sign in to the demo content. */
  admin: { username: string; password: string }
  stop(): Promise<void>
}

/** Starts the real server on a free port and a fresh SQLite file, which has the demo content unless it is to be `empty`. */
export async function startServer({ empty = false } = {}): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-web-'))
  const server = await startProcess({
    NODE_ENV: empty ? 'test' : 'development',
    DATABASE_URL: `file:${join(folder, 'trellis.db')}`,
    LOG_LEVEL: 'error',
  })
  // Also when the tests are ended early.
  process.once('exit', () => server.child.kill())
  const printed = server.output.join('\n')
  const [, username = '', password = ''] = printed.match(/Sign in as (\S+) with the password (\S+)/) ?? []
  if (!empty && !password) throw new Error(`The server did not start with the demo content:\n${printed}`)
  return {
    url: server.url,
    admin: { username, password },
    stop: async () => {
      await stopProcess(server, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
