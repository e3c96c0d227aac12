import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { atExit } from '../at-exit.ts'
import type { Contender } from './requests.ts'

const program = fileURLToPath(new URL('servers/main.ts', import.meta.url))

const Started = z.object({ port: z.number() })
const Usage = z.object({ cpu: z.number(), commits: z.number() })
/** The resources that processes have used since they started: user and system time in microseconds, and commits. */
export type Usage = z.infer<typeof Usage>

/** A server in a process of its own. */
export interface ServerProcess {
  contender: Contender
  port: number
  pid: number | undefined
  /** The resources used by the server and by the database processes that work for it. */
  usage(): Promise<Usage>
  stop(): Promise<void>
}

/** Starts a server over a database. `flags` are for Node, e.g. `--cpu-prof`. */
export async function startServer(
  contender: Contender,
  url: string,
  database: { usage(url: string): Promise<Usage> },
  flags: string[] = [],
): Promise<ServerProcess> {
  const child = fork(program, [contender, url], { execArgv: flags, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  // A server that is still starting would create the folder of its database again.
  const forget = atExit(() => child.kill('SIGKILL'))
  child.once('exit', forget)
  const { port } = Started.parse(await message(child))
  return {
    contender,
    port,
    pid: child.pid,
    usage: async () => {
      child.send('usage')
      const [own, backends] = await Promise.all([message(child), database.usage(url)])
      const { cpu, commits } = Usage.parse(own)
      return { cpu: cpu + backends.cpu, commits: commits + backends.commits }
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      child.off('message', received)
      child.off('exit', ended)
      settle()
    }
    const received = (value: unknown) => done(() => resolve(value))
    const ended = (code: number | null) => done(() => reject(new Error(`A server ended with ${code}`)))
    child.once('message', received)
    child.once('exit', ended)
  })
}
