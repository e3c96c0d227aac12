import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { IdentitySettings } from '@trellis/identity'
import { z } from 'zod'

const secret = z.string().min(32, 'must have at least 32 characters')

/** `name:secret,name:secret` as a map from name to secret. */
const serviceKeys = z
  .string()
  .transform((value) => value.split(',').map((pair) => pair.trim().split(/:(.*)/s, 2)))
  .pipe(
    z.array(
      z.tuple(
        [z.string().regex(/^[\w.-]{1,50}$/, 'names a service badly'), secret],
        'must be name:secret,name:secret with secrets of at least 32 characters',
      ),
    ),
  )
  .transform((pairs) => new Map(pairs))

const databaseUrl = z
  .string()
  .regex(/^(file:|postgres(ql)?:\/\/)./, 'must start with file:, postgres:// or postgresql://')

/** `https://one.example,https://two.example` as a list of origins. */
const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .pipe(
    z.array(
      z
        .string()
        .refine(
          (value) => URL.canParse(value) && new URL(value).origin === value,
          'must be origins, such as https://example.com, separated by commas',
        ),
    ),
  )

const schema = z.object({
  DATABASE_URL: databaseUrl.default('file:./data/trellis.db'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  AUTH_SECRET: secret.optional(),
  SERVICE_KEYS: serviceKeys.default(new Map()),
  RATE_LIMIT: z.coerce.number().int().positive().optional(),
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
  OTEL_SERVICE_NAME: z.string().default('trellis'),
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
  /** Whether a proxy in front tells the caller's address in `x-forwarded-for`. */
  TRUST_PROXY: z.stringbool().default(false),
})

/** The environment, parsed. */
export type Env = Omit<z.infer<typeof schema>, 'AUTH_SECRET'> & { AUTH_SECRET: string }

/** A variable that does not parse. Its message is one line that names it. */
export class EnvError extends Error {}

/** Reads the environment. An empty variable counts as not set. @throws EnvError */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new EnvError(`${String(issue?.path[0])} ${issue?.message ?? 'does not parse'}`)
  }
  const env = parsed.data
  if (!env.AUTH_SECRET && env.NODE_ENV === 'production') {
    throw new EnvError('AUTH_SECRET is required in production, with at least 32 characters')
  }
  return { ...env, AUTH_SECRET: env.AUTH_SECRET ?? keptSecret(env.DATABASE_URL) }
}

/** The settings of sign-in in the environment. */
export const identitySettings = (env: Env): IdentitySettings => ({
  secret: env.AUTH_SECRET,
  serviceKeys: env.SERVICE_KEYS,
  secureCookies: env.NODE_ENV === 'production',
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
