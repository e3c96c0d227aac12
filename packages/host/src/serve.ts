import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Store, StoreObserver, StoreOptions } from '@trellis/store'
import type { AnyRelations } from 'drizzle-orm'
import { pino } from 'pino'
import type { z } from 'zod'
import type { Domain, DomainTables } from './domain.ts'
import { type Env, EnvError, type EnvWith, readEnv } from './env.ts'
import { disablePretenuring } from './garbage-collection.ts'
import type { HostOptions } from './host-options.ts'
import { observability } from './observability/index.ts'

/** How long requests that run may take to finish after the signal to stop, in milliseconds. */
const GRACE = 10_000

/** How long the start waits for a database server that cannot be reached or takes no writes yet, in milliseconds. */
const PATIENCE = 10_000

/** The parts of a server that are loaded once the environment is known to be valid. */
export interface Served<Tables extends DomainTables, Relations extends AnyRelations, Own extends z.ZodRawShape>
  extends Pick<HostOptions<Tables, Relations, EnvWith<Own>>, 'command' | 'pages'> {
  readonly domain: Domain<Tables, Relations>
  /** Prepares the database for the first start. Resolves to the text to print. */
  readonly welcome?: (store: Store<Tables, Relations>, env: EnvWith<Own>) => Promise<string>
}

/**
 * Serves a domain until the process is told to stop. `name` is the name of the domain, for the default settings; `own` are the
 * variables of the environment that the domain adds.
 */
export function serve<
  Tables extends DomainTables,
  Relations extends AnyRelations,
  Own extends z.ZodRawShape = Record<never, never>,
>(name: string, load: () => Promise<Served<Tables, Relations, Own>>, own?: Own): void {
  start(name, load, own).catch((error: unknown) => {
    console.error(explain(error))
    process.exit(1)
  })
}

async function start<Tables extends DomainTables, Relations extends AnyRelations, Own extends z.ZodRawShape>(
  name: string,
  load: () => Promise<Served<Tables, Relations, Own>>,
  own: Own | undefined,
): Promise<void> {
  disablePretenuring()
  const env = readEnv<Own>(process.env, name, own)
  // After the environment: an invalid variable is reported immediately.
  const [{ domain, welcome, ...options }, { createHost }] = await Promise.all([load(), import('./host.ts')])
  const { migrate, openStore } = domain.database
  await migrate(env.DATABASE_URL, { patience: PATIENCE })
  const log = pino({ level: env.LOG_LEVEL })
  const watch = await observability(name, env, log)
  const store = openStore(storeOptions(env, watch?.observer))
  const stopping = new AbortController()
  const app = await createHost(domain, store, env, { log, watch, stopping: stopping.signal, ...options })
  const greeting = (await welcome?.(store, env)) ?? ''
  // Before the address is printed: a process that reads it may send the signal.
  const stop = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping')
    stopping.abort()
    // A second signal does not wait.
    await Promise.race([pause(env.DRAIN_SECONDS * 1_000, undefined, { ref: false }), once(process, signal)])
    setTimeout(() => process.exit(1), GRACE).unref()
    // A response that began before `stopping` may keep its connection open. No request follows on it.
    const closing = setInterval(() => app.server.closeIdleConnections(), 100)
    await app.close()
    clearInterval(closing)
    await store.close()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)

  const address = await app.listen({ port: env.PORT, host: env.HOST }).catch(refuseHost)
  console.log(`\n${domain.product} is at ${address}\nThe API reference is at ${address}/docs\n${greeting}`)
}

/** The error of an address that this machine does not have, or of a name that has no address. */
function refuseHost(error: unknown): never {
  const isHost =
    error instanceof Error && 'code' in error && /^(ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL)$/.test(`${error.code}`)
  throw isHost ? new EnvError(`HOST cannot be used: ${error.message}`) : error
}

/** The options of the store in the environment. */
export const storeOptions = (env: Env, observer?: StoreObserver): StoreOptions => ({
  url: env.DATABASE_URL,
  readUrls: env.DATABASE_READ_URLS,
  maxLag: env.MAX_LAG * 1_000,
  poolSize: env.DATABASE_POOL,
  workerTimeout: env.WORKER_TIMEOUT_SECONDS * 1_000,
  statementTimeout: env.STATEMENT_TIMEOUT_SECONDS * 1_000,
  lockTimeout: env.LOCK_TIMEOUT_SECONDS * 1_000,
  observer,
})

/** Files, folders and servers that cannot be used: by the codes of Node and of the engines. */
const UNUSABLE =
  /^(?:ENOENT|ENOTDIR|EISDIR|EPERM|EROFS|ENOSPC|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|SQLITE_(?:READONLY|CANTOPEN|FULL)|ERR_INVALID_URL|25006|28P01|53300|57P03|3D000)$/

/** One line for an error that an operator can fix, the whole error for a defect of the program. */
function explain(error: unknown): unknown {
  if (error instanceof EnvError) return error.message
  if (!(error instanceof Error && 'code' in error)) return error
  const port = `Port ${process.env.PORT ?? 3000}`
  switch (error.code) {
    case 'EADDRINUSE':
      return `${port} is taken. Stop what uses it, or choose another: PORT=3001 npm start`
    case 'EACCES':
      if ('path' in error) return unusable(error)
      return `${port} may not be used by this user. Choose one above 1023: PORT=3001 npm start`
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return `${unusable(error)}. The file is damaged or no SQLite database: restore a backup, or name another file`
    case 'NEWER_SCHEMA':
      return `${unusable(error)}. Start that version, or restore a backup`
    default:
      return UNUSABLE.test(String(error.code)) ? unusable(error) : error
  }
}

function unusable(error: Error): string {
  return `DATABASE_URL cannot be used: ${error.message}`
}
