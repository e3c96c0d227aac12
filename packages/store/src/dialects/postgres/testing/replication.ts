import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Migrated } from '../../test-dialect.ts'
import { connected } from '../pool.ts'
import { EmbeddedServer, freePort, installPostgres } from './server.ts'

/** A primary and its streaming replicas, for tests. A promotion changes which is which. */
export interface Replication {
  /** The migrated database on the primary, and on each replica. */
  readonly url: string
  readonly readUrls: readonly string[]
  readonly primary: EmbeddedServer
  readonly replicas: readonly EmbeddedServer[]
  /** The database on all of them. */
  readonly hostsUrl: string
  /** Makes a replica the primary. The others do not follow it. */
  promote(replica: EmbeddedServer): Promise<void>
  /** Makes another one a replica of the primary, with a copy of its data. */
  follow(server: EmbeddedServer): Promise<void>
  /** Runs a statement on the database of one of them. */
  query(server: EmbeddedServer, statement: string): Promise<Record<string, unknown>[]>
  /** Stops all and removes their data. */
  remove(): Promise<void>
}

/** Starts a primary with a migrated database, and replicas of it. */
export async function startReplication({ name, migrate }: Migrated, count: number): Promise<Replication> {
  const installation = installPostgres()
  let primary = new EmbeddedServer(installation, 'primary', await freePort())
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
  const replicas = () => servers.filter((server) => server !== primary)
  return {
    get url() {
      return primary.url(name)
    },
    get readUrls() {
      return replicas().map((server) => server.url(name))
    },
    get primary() {
      return primary
    },
    get replicas() {
      return replicas()
    },
    // The replicas first: the order does not say which is the primary.
    hostsUrl: primary.url(name).replace(
      /[^@]+(?=\/\w+$)/,
      servers
        .map(({ port }) => `127.0.0.1:${port}`)
        .reverse()
        .join(),
    ),
    query,
    promote: async (replica) => {
      await replica.promote()
      primary = replica
    },
    follow: async (server) => {
      await server.stop('immediate').catch(() => {})
      // Processes that outlive a killed server may write files for a moment.
      rmSync(server.data, { recursive: true, force: true, maxRetries: 20 })
      await copyData(primary, server)
      await server.start()
    },
    remove: async () => {
      process.off('exit', abandon)
      // One that a test has killed is stopped already.
      await Promise.allSettled(servers.map((server) => server.stop()))
      installation.remove()
    },
  }
}

/** Files that a running server removes meanwhile, and that a copy does not need, as pg_basebackup leaves them out. */
const OWN = /^postmaster\.|^pg_internal\.init|^pgsql_tmp/
const EMPTY = ['pg_wal', 'pg_notify', 'pg_subtrans', 'pg_snapshots', 'pg_replslot', 'pg_dynshmem', 'pg_stat_tmp']

/** Copies the data of a running primary for a replica, which gets the log from the primary. */
async function copyData(primary: EmbeddedServer, replica: EmbeddedServer): Promise<void> {
  const isNeeded = (path: string) => !OWN.test(basename(path)) && !EMPTY.includes(basename(dirname(path)))
  const { rows } = await connected(primary.url('postgres'), async (client) => {
    await client.query("SELECT pg_backup_start('replica', true)")
    cpSync(primary.data, replica.data, { recursive: true, filter: isNeeded })
    return client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
  })
  writeFileSync(join(replica.data, 'backup_label'), rows[0]?.labelfile ?? '')
  writeFileSync(join(replica.data, 'standby.signal'), '')
  replica.configure({
    primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres password=${primary.installation.password} application_name=${replica.name}`,
    // It may be that of the server whose settings were copied.
    synchronous_standby_names: '',
  })
  replica.installation.handOver(replica.data)
}
