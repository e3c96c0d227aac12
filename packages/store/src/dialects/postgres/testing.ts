import type { Client } from 'pg'
import type { Migrated, TestDatabase, TestDialect } from '../test-dialect.ts'
import { connected } from './pool.ts'
import { EmbeddedServer, freePort, installPostgres } from './testing/server.ts'

/** The number of an advisory lock: templates are created one after the other. */
const LOCK = 7_245_118_333
let copies = 0

/** Starts a PostgreSQL server for the test run. */
async function start({ durable }: { durable: boolean }): Promise<TestDatabase> {
  const installation = installPostgres()
  const server = new EmbeddedServer(installation, 'data', await freePort())
  await server.initialise()
  // Tests kill other processes, never this server: its data need not be durable.
  server.configure({ fsync: durable ? 'on' : 'off', max_connections: 200 })
  await server.start()
  // An interrupted test run also stops the server and removes the folder.
  const abandon = () => {
    server.kill()
    installation.remove()
  }
  process.once('exit', abandon)
  const url = server.url('postgres')
  return {
    url,
    remove: async () => {
      process.off('exit', abandon)
      await server.stop()
      installation.remove()
    },
  }
}

/** Copies the template of a domain. Creates the template if it does not exist. */
async function copy(server: string, domain: Migrated): Promise<TestDatabase> {
  const name = `test_${process.pid}_${copies++}`
  await connected(server, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const template = await templateOf(domain, client, server)
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK])
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  })
  return {
    url: databaseOn(server, name),
    remove: async () => {
      await connected(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
    },
  }
}

async function templateOf({ name, migrate }: Migrated, client: Client, server: string): Promise<string> {
  const template = `template_${name}`
  const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [template])
  if (found.rowCount === 0) {
    // A complete database is renamed to this name.
    const making = `making_${name}`
    await client.query(`DROP DATABASE IF EXISTS ${making}`)
    await client.query(`CREATE DATABASE ${making}`)
    await migrate(databaseOn(server, making))
    await client.query(`ALTER DATABASE ${making} RENAME TO ${template}`)
  }
  return template
}

const databaseOn = (server: string, name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href

/**
 * Makes every statement that writes take some milliseconds longer, at its end, on the connections that are opened from now on:
 * transactions that run at the same time then hold their locks side by side. A deadlock is found soon.
 */
async function overlapWrites(url: string): Promise<void> {
  await connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
    )
    await client.query(`CREATE FUNCTION test_pause() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_setting('test.pause', true) = 'on' THEN PERFORM pg_sleep(random() * 0.01); END IF;
        RETURN NULL;
      END $$`)
    await client.query(`ALTER DATABASE ${client.database} SET test.pause TO 'on'`)
    await client.query(`ALTER DATABASE ${client.database} SET deadlock_timeout TO '100ms'`)
    // Before the counters, whose triggers have names that come later.
    for (const { name } of rows) {
      await client.query(`CREATE TRIGGER a_pause AFTER INSERT OR UPDATE OR DELETE ON ${name}
        FOR EACH STATEMENT EXECUTE FUNCTION test_pause()`)
    }
  })
}

/** The plan of a statement, a step on each line. Without a usable index, the plan has a scan of the table. */
function explain(url: string, statement: string, values: unknown[]): Promise<string> {
  return connected(url, async (client) => {
    // Moves new rows from the pending list of the search index to the index, as autovacuum does.
    await client.query('VACUUM ANALYZE')
    // Without this setting, small test tables would be scanned.
    await client.query('SET enable_seqscan = off')
    const steps = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${statement}`, values)
    return steps.rows.map((step) => step['QUERY PLAN']).join('\n')
  })
}

export const postgresTesting: TestDialect = { start, copy, explain, overlapWrites }
