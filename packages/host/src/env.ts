import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { IdentitySettings } from '@trellis/identity'
import type { SignIn } from '@trellis/identity/sign-in'
import { z } from 'zod'
import {
  budget,
  databaseUrl,
  origin,
  origins,
  readUrls,
  secret,
  serviceKeys,
  smtpUrl,
  trustedProxies,
} from './env-values.ts'

/** Every variable, with its default for a domain. */
export const schemaOf = (name: string) =>
  z.object({
    DATABASE_URL: databaseUrl.default(`file:./data/${name}.db`),
    /** Replicas of PostgreSQL, which queries read from. */
    DATABASE_READ_URLS: readUrls.default([]),
    /** How many seconds a replica may be behind. */
    MAX_LAG: z.coerce.number().min(0.1).max(3_600).default(10),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    AUTH_SECRET: secret.optional(),
    SERVICE_KEYS: serviceKeys.default(new Map()),
    /** The points that each address and each user may spend in a minute; `off` takes the daily budgets away too. */
    RATE_LIMIT: budget(6_000),
    /** Where budgets are counted: in each process, or in the database for all servers together. */
    RATE_LIMIT_STORE: z.enum(['process', 'database']).default('process'),
    /** Mutations of an address or a user in a day. */
    DAILY_WRITES: budget(20_000),
    /** Bytes that an address or a user sends with mutations in a day. */
    DAILY_BYTES: budget(256 * 1024 * 1024),
    /** How long requests are still served after the signal to stop. */
    DRAIN_SECONDS: z.coerce.number().min(0).max(600).optional(),
    DATABASE_POOL: z.coerce.number().int().min(1).max(1_000).default(10),
    STATEMENT_TIMEOUT_SECONDS: z.coerce.number().min(1).max(3_600).default(30),
    LOCK_TIMEOUT_SECONDS: z.coerce.number().min(1).max(3_600).default(2),
    /** How long a search, a tree or a statistic may take on a worker thread with SQLite, and how long it may wait for one. */
    WORKER_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(600).default(3),
    /** The origins whose pages may call from a browser. */
    CORS_ORIGINS: origins.default([]),
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    /** The bearer token for `/metrics` on the port of the app. */
    METRICS_KEY: secret.optional(),
    /** A port that has `/metrics` and nothing else, for collectors of the same network. */
    METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
    /** Calls and statements that take longer, in milliseconds, are logged. */
    SLOW_MS: z.coerce.number().positive().optional(),
    /** Where traces are sent. The OpenTelemetry packages read this and their other variables themselves. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    /** How many requests are traced in a second, besides those whose sender traces them. */
    TRACES_PER_SECOND: z.coerce.number().int().min(0).max(1_000_000).default(10),
    OTEL_SERVICE_NAME: z.string().default(name),
    /** The folder of backups. */
    BACKUP_DIR: z.string().optional(),
    /** How often to back up, in hours. Not set: never. */
    BACKUP_HOURS: z.coerce
      .number()
      .positive()
      .max(24 * 20)
      .optional(),
    /** How many backups stay. */
    BACKUP_KEEP: z.coerce.number().int().positive().default(14),
    /** The origin that links in messages and pages lead to. */
    PUBLIC_URL: origin.optional(),
    /** The server that messages are sent to. */
    SMTP_URL: smtpUrl.optional(),
    /** The sender of messages. */
    MAIL_FROM: z.string().includes('@', 'must be an e-mail address, such as Library <library@example.com>').optional(),
    /** How long the audit trail is kept, in days. */
    AUDIT_DAYS: z.coerce.number().positive().max(36_500).default(365),
    /** How long the journal keeps a change, in hours, and how many it keeps at most. */
    JOURNAL_HOURS: z.coerce.number().positive().max(8_760).default(48),
    JOURNAL_ROWS: z.coerce.number().int().min(1_000).max(1_000_000_000).default(1_000_000),
    /** Whether webhooks may be sent to private addresses. */
    WEBHOOK_PRIVATE: z.enum(['refuse', 'allow']).default('refuse'),
    TRUST_PROXY: trustedProxies.default(false),
  })

/** The environment, parsed. */
export type Env = Omit<
  z.infer<ReturnType<typeof schemaOf>>,
  'AUTH_SECRET' | 'DRAIN_SECONDS' | 'DATABASE_URL' | 'OTEL_SERVICE_NAME'
> & {
  DATABASE_URL: string
  OTEL_SERVICE_NAME: string
  AUTH_SECRET: string
  DRAIN_SECONDS: number
}

/** A variable that does not parse. Its message is one line that names it. */
export class EnvError extends Error {}

/** The environment of a domain that has variables of its own. */
export type EnvWith<Own extends z.ZodRawShape> = Env & z.infer<z.ZodObject<Own>>

/**
 * Reads the environment of a domain. An empty variable counts as not set.
 *
 * @param own the variables of the domain: `{ OPENING_HOUR: z.coerce.number().default(9) }`
 * @throws EnvError
 */
export function readEnv(variables: Variables, name: string): Env
export function readEnv<Own extends z.ZodRawShape>(variables: Variables, name: string, own?: Own): EnvWith<Own>
export function readEnv(variables: Variables, name: string, own: z.ZodRawShape = {}): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim() !== ''))
  const env = parse(schemaOf(name), given)
  if (!env.AUTH_SECRET && env.NODE_ENV === 'production') {
    throw new EnvError('AUTH_SECRET is required in production, with at least 32 characters')
  }
  if (env.DATABASE_READ_URLS.length > 0 && env.DATABASE_URL.startsWith('file:')) {
    throw new EnvError('DATABASE_READ_URLS needs a DATABASE_URL of PostgreSQL')
  }
  if (env.SMTP_URL && !env.MAIL_FROM) throw new EnvError('MAIL_FROM is required with SMTP_URL: the sender of messages')
  if (env.SMTP_URL && !env.PUBLIC_URL && env.NODE_ENV === 'production') {
    throw new EnvError('PUBLIC_URL is required with SMTP_URL in production: links in messages lead to it')
  }
  const DRAIN_SECONDS = env.DRAIN_SECONDS ?? (env.NODE_ENV === 'production' ? 5 : 0)
  const settings = { ...env, ...parse(z.object(own), given), DRAIN_SECONDS }
  return { ...settings, AUTH_SECRET: env.AUTH_SECRET ?? keptSecret(env.DATABASE_URL) }
}

type Variables = Record<string, string | undefined>

function parse<Schema extends z.ZodType>(schema: Schema, given: Variables): z.infer<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new EnvError(`${String(issue?.path[0])} ${issue?.message ?? 'does not parse'}`)
}

/** The settings of sign-in in the environment. */
export const identitySettings = (env: Env, signIn: SignIn): IdentitySettings => ({
  secret: env.AUTH_SECRET,
  serviceKeys: env.SERVICE_KEYS,
  secureCookies: env.NODE_ENV === 'production',
  publicUrl: env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`,
  signIn,
})

/** A secret made once and kept beside the database, so that sessions survive a restart. */
function keptSecret(databaseUrl: string): string {
  const folder = databaseUrl.startsWith('file:') ? dirname(databaseUrl.replace(/^file:(\/\/)?/, '')) : 'data'
  const path = join(folder, 'auth-secret')
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const kept = secret.safeParse(readFileSync(path, 'utf8').trim())
  if (!kept.success) throw new EnvError(`The secret kept in ${path} is damaged: delete the file, or set AUTH_SECRET`)
  return kept.data
}
