import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from '@trellis/db'
import { pino } from 'pino'
import { EnvError, readEnv } from './env.ts'
import { disablePretenuring } from './garbage-collection.ts'
import { observability } from './observability/index.ts'

/** How long requests that run may take to finish after the signal to stop, in milliseconds. */
const GRACE = 10_000

/** The demo has an admin whose password everybody knows. */
const NO_DEMO =
  'The demo blog was not added, because others can reach this server and its password is published. ' +
  'Set NODE_ENV=production, or remove HOST.\n'

async function main(): Promise<void> {
  disablePretenuring()
  const env = readEnv(process.env)
  // After the environment: an invalid variable is reported immediately.
  const [{ migrate, openStore }, { createApp }] = await Promise.all([import('@trellis/db'), import('./app.ts')])
  await migrate(env.DATABASE_URL)
  const log = pino({ level: env.LOG_LEVEL })
  const watch = await observability(env, log)
  const store = openStore({
    url: env.DATABASE_URL,
    readUrls: env.DATABASE_READ_URLS,
    maxLag: env.MAX_LAG * 1_000,
    poolSize: env.DATABASE_POOL,
    workerTimeout: env.WORKER_TIMEOUT_SECONDS * 1_000,
    statementTimeout: env.STATEMENT_TIMEOUT_SECONDS * 1_000,
    lockTimeout: env.LOCK_TIMEOUT_SECONDS * 1_000,
    observer: watch?.observer,
  })
  const stopping = new AbortController()
  const app = await createApp(store, env, log, watch, stopping.signal)
  const isLocal = /^(localhost|127\.[\d.]+|::1)$/.test(env.HOST)
  const welcome = env.NODE_ENV !== 'development' ? '' : isLocal ? await seedDemo(store) : NO_DEMO
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
  console.log(`\nTrellis is at ${address}\nThe API reference is at ${address}/docs\n${welcome}`)
}

/** The error of an address that this machine does not have, or of a name that has no address. */
function refuseHost(error: unknown): never {
  const isHost =
    error instanceof Error && 'code' in error && /^(ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL)$/.test(`${error.code}`)
  throw isHost ? new EnvError(`HOST cannot be used: ${error.message}`) : error
}

/** Fills an empty database with the demo blog. Answers how to sign in, if the demo user is there. */
async function seedDemo(store: Store): Promise<string> {
  const { seed } = await import('@trellis/db')
  const { signIn } = await seed(store)
  const { db } = store.read
  const user = await db.query.users.findFirst({ columns: { id: true }, where: { email: signIn.email } })
  return user ? `Sign in as ${signIn.username} with the password ${signIn.password}\n` : ''
}

/** One line for an error that an operator can fix, the whole error for a defect of the program. */
function explain(error: unknown): unknown {
  if (error instanceof EnvError) return error.message
  if (!(error instanceof Error && 'code' in error)) return error
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${process.env.PORT ?? 3000} is taken. Stop what uses it, or choose another: PORT=3001 npm start`
    case 'EACCES':
      if ('path' in error) return unusable(error)
      return `Port ${process.env.PORT ?? 3000} may not be used by this user. Choose one above 1023: PORT=3001 npm start`
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EPERM':
    case 'EROFS':
    case 'ENOSPC':
      return unusable(error)
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return `${unusable(error)}. The file is damaged or no SQLite database: restore a backup, or name another file`
    case 'NEWER_SCHEMA':
      return `${unusable(error)}. Start that version, or restore a backup`
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_FULL':
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case '28P01':
    case '3D000':
      return unusable(error)
    default:
      return error
  }
}

function unusable(error: Error): string {
  return `DATABASE_URL cannot be used: ${error.message}`
}

main().catch((error: unknown) => {
  console.error(explain(error))
  process.exit(1)
})
