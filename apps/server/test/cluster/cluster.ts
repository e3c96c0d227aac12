import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const script = join(import.meta.dirname, 'cluster.sh')
const NODES = [1, 2, 3] as const

/** The URL of a database behind HAProxy, which knows the leader, and that with the three hosts. */
export interface ClusterUrls {
  readonly haproxy: string
  readonly hosts: string
}

/** Runs a command of cluster.sh. Rejects with what it says. */
export async function cluster(...args: string[]): Promise<string> {
  // `up` leaves processes behind that keep its output open: the end of the script is the end of the command.
  if (args[0] !== 'up') return (await promisify(execFile)(script, args)).stdout.trim()
  const child = spawn(script, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data
  })
  const [status] = await once(child, 'exit')
  if (status !== 0) throw new Error('The cluster did not start')
  return output
}

/** Starts the cluster. */
export async function startCluster(): Promise<ClusterUrls> {
  const lines = new Map((await cluster('up')).split('\n').map((line): [string, string] => split(line)))
  const haproxy = lines.get('leader') ?? ''
  const hosts = NODES.map((node) => new URL(lines.get(`node${node}`) ?? '').host)
  return { haproxy, hosts: haproxy.replace(new URL(haproxy).host, hosts.join()) }
}

function split(line: string): [string, string] {
  const [name = '', url = ''] = line.split(/ +/)
  return [name, url]
}

/** Starts nodes that were killed, and waits for a leader with two replicas that stream, one of them synchronous if it is to be. */
export async function settle(sync: boolean): Promise<void> {
  for (const node of NODES) await cluster('start', `node${node}`)
  await eventually(() => cluster('sync', sync ? 'on' : 'off'))
  const states = `SELECT count(*) || ' ' || count(*) FILTER (WHERE sync_state IN ('sync', 'quorum'))
    FROM pg_stat_replication WHERE state = 'streaming' AND application_name LIKE 'node%'`
  await eventually(async () => {
    const settled = await cluster('sql', states)
    if (settled !== (sync ? '2 1' : '2 0')) throw new Error(`The cluster has not settled: ${settled}`)
  })
}

/** Runs what fails until it succeeds, for two minutes. */
export async function eventually<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === 240) throw error
      await pause(500)
    }
  }
}
