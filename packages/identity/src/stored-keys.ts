import { hash, randomBytes } from 'node:crypto'
import { type KeyLimits, rowOrThrow } from '@trellis/rpc'
import { type Placeholders, prepared } from '@trellis/store'
import { and, asc, eq, isNull, lt, or } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Log } from './outcome.ts'
import { bearerKey } from './session-tokens.ts'
import type { IdentityConnection as Connection, IdentityStore } from './store.ts'

/** How long a key that was found is not looked up again, in milliseconds: a revoked key may be accepted this long. */
const FRESH = 2_000
/** How often the last use of a key is written at most, in milliseconds. */
const USE_PERIOD = 60_000

/** The service, the limits and the expiry of a new key. */
export interface KeyGrant {
  /** The service. */
  readonly name: string
  readonly limits: KeyLimits
  readonly expiresAt?: Date | undefined
}

/** A service that has shown its key. */
export interface KeyHolder {
  readonly name: string
  readonly limits: KeyLimits | undefined
  readonly expiresAt: Date | undefined
}

/** Whether a request has a key that is stored in the database, and so may be limited. */
export function hasStoredKey({ headers }: Pick<FastifyRequest, 'headers'>, prefix: string): boolean {
  return isStoredKey(bearerKey(headers) ?? '', prefix)
}

/** Whether this is the form of a stored key. */
export const isStoredKey = (key: string, prefix: string): boolean => key.startsWith(prefix)

/** Creates a key and stores its hash. The key itself is returned here only. */
export async function createKey(
  { db, tables: { serviceKeys } }: Connection,
  { name, limits, expiresAt }: KeyGrant,
  prefix: string,
): Promise<{ id: number; key: string }> {
  const key = prefix + randomBytes(32).toString('base64url')
  const [row] = await db
    .insert(serviceKeys)
    .values({
      name,
      hash: hashOf(key),
      reads: limits.reads,
      procedures: limits.procedures?.join(' ') ?? null,
      expiresAt: expiresAt ?? null,
      createdAt: new Date(),
    })
    .returning({ id: serviceKeys.id })
  return { id: rowOrThrow(row).id, key }
}

/** Every key, without its hash, in the order of creation. */
export async function listKeys({ db, tables: { serviceKeys } }: Connection) {
  const rows = await db.select().from(serviceKeys).orderBy(asc(serviceKeys.id))
  return rows.map(({ hash: _, procedures, ...row }) => ({ ...row, procedures: procedures?.split(' ') ?? null }))
}

/** Deletes the key with this id, or all keys of the service with this name. Returns their ids. */
export async function revokeKeys({ db, tables: { serviceKeys } }: Connection, key: number | string): Promise<number[]> {
  const gone = await db
    .delete(serviceKeys)
    .where(typeof key === 'number' ? eq(serviceKeys.id, key) : eq(serviceKeys.name, key))
    .returning({ id: serviceKeys.id })
  return gone.map(({ id }) => id)
}

const keyByHash = prepared(({ db, tables: { serviceKeys } }: Connection, at: Placeholders<{ hash: string }>) =>
  db.select().from(serviceKeys).where(eq(serviceKeys.hash, at.hash)),
)

/** Finds the service that a stored key belongs to. A key that was found is kept for a few seconds. */
export function keyFinder(
  store: IdentityStore,
  log: Log,
): (key: string, isFresh: boolean) => Promise<KeyHolder | undefined> {
  const found = new Map<string, { id: number; holder: KeyHolder; expires: number; used: number; until: number }>()

  async function lookUp(hash: string) {
    const [row] = await keyByHash(store.read, { hash })
    if (!row) {
      found.delete(hash)
      return undefined
    }
    const { id, name, reads, procedures, expiresAt, lastUsedAt } = row
    const limits = reads || procedures !== null ? { reads, procedures: procedures?.split(' ') } : undefined
    const entry = {
      id,
      holder: { name, limits, expiresAt: expiresAt ?? undefined },
      expires: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
      used: lastUsedAt?.getTime() ?? 0,
      until: Date.now() + FRESH,
    }
    found.set(hash, entry)
    return entry
  }

  return async (key, isFresh) => {
    const hash = hashOf(key)
    const known = found.get(hash)
    const entry = known && known.until > Date.now() && !isFresh ? known : await lookUp(hash)
    const now = Date.now()
    if (!entry || entry.expires <= now) return undefined
    if (now - entry.used >= USE_PERIOD) {
      entry.used = now
      // Not awaited: the request does not wait for this write, and does not fail with it.
      recordUse(store, entry.id, new Date(now)).catch((error) => log.error(error, 'the use of a key was not recorded'))
    }
    return entry.holder
  }
}

async function recordUse(store: IdentityStore, id: number, now: Date): Promise<void> {
  await store.write(({ db, tables: { serviceKeys } }) => {
    const isDue = or(isNull(serviceKeys.lastUsedAt), lt(serviceKeys.lastUsedAt, new Date(now.getTime() - USE_PERIOD)))
    return db
      .update(serviceKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(serviceKeys.id, id), isDue))
  })
}

const hashOf = (key: string) => hash('sha256', key, 'base64url')
