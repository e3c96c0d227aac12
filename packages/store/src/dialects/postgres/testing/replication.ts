import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Migrated } from '../../test-dialect.ts'
import { connected } from '../pool.ts'
import { EmbeddedServer, freePort, installPostgres } from './server.ts'

/** A primary and its streaming replicas, for tests. */
export interface Replication {
  /** The migrated database on the primary, on any of them, and on each replica. */
  readonly url: string
  /** The replicas first. */
  readonly hostsUrl: string
  readonly readUrls: readonly string[]
  readonly primary: EmbeddedServer
  readonly replicas: readonly EmbeddedServer[]
  /** Runs a statement on the database of one of them. */
  query(server: EmbeddedServer, statement: string): Promise<Record<string, unknown>[]>
  /** Stops all and removes their data. */
  remove(): Promise<void>
}

/** Starts a primary with a migrated database, and replicas of it. */
export async function startReplication({ name, migrate }: Migrated, count: number): Promise<Replication> {
  const installation = installPostgres()
  const primary = new EmbeddedServer(installation, 'primary', await freePort())
  await primary.initialise()
  const settings = { fsync: 'off', max_connections: 200, shared_buffers: '32MB', wal_keep_size: '256MB' }
  primary.configure(settings)
  await primary.start()
  const servers = [primary]
  const abandon = () => {
    for (const server of servers) server.kill()
    installation.remove()
  }
  process.once('exit', abandon)

  const query = async (server: EmbeddedServer, statement: string, database = name) => {
    const { rows } = await connected(server.url(database), (client) => client.query<Record<string, unknown>>(statement))
    return rows
  }
  await query(primary, `CREATE DATABASE ${name}`, 'postgres')
  await migrate(primary.url(name))
  for (let n = 0; n < count; n++) {
    const replica = new EmbeddedServer(installation, `replica${n}`, await freePort())
    await copyData(primary, replica)
    await replica.start()
    servers.push(replica)
  }
  return {
    url: primary.url(name),
    hostsUrl: primary
      .url(name)
      .replace(/[^@]+(?=\/\w+$)/, [...servers.slice(1), primary].map(({ port }) => `127.0.0.1:${port}`).join()),
    readUrls: servers.slice(1).map((server) => server.url(name)),
    primary,
    replicas: servers.slice(1),
    query,
    remove: async () => {
      process.off('exit', abandon)
      // One that a test has killed is stopped already.
      await Promise.allSettled(servers.map((server) => server.stop()))
      installation.remove()
    },
  }
}

/** Copies the data of a running primary for a replica. */
async function copyData(primary: EmbeddedServer, replica: EmbeddedServer): Promise<void> {
  const own = new Set(['postmaster.pid', 'postmaster.opts'])
  // The replica gets the log from the primary.
  const isLog = (path: string) => path.startsWith(join(primary.data, 'pg_wal', ''))
  const { rows } = await connected(primary.url('postgres'), async (client) => {
    await client.query("SELECT pg_backup_start('replica', true)")
    cpSync(primary.data, replica.data, {
      recursive: true,
      filter: (path) => !own.has(basename(path)) && !(isLog(path) && path !== join(primary.data, 'pg_wal')),
    })
    return client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
  })
  mkdirSync(join(replica.data, 'pg_wal'), { recursive: true })
  writeFileSync(join(replica.data, 'backup_label'), rows[0]?.labelfile ?? '')
  writeFileSync(join(replica.data, 'standby.signal'), '')
  replica.configure({
    primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres password=${primary.installation.password}`,
  })
  replica.installation.handOver(replica.data)
}
