import { type Columns, isoMoment } from '@trellis/store'

/** The time of a write, in the format of time columns. */
export const now = () => isoMoment(Date.now())

/** Who signs in: the one table that the blog and better-auth share. */
export function defineUsers(c: Columns) {
  return c.table(
    'users',
    {
      id: c.id(),
      username: c.text().notNull(),
      /** `fold(username)`. */
      usernameKey: c.foldedKey().unique(),
      /** Stored folded, so that the unique constraint ignores case. */
      email: c.key().notNull().unique(),
      emailVerified: c.flag().notNull().default(false),
      /** The display name better-auth asks for at sign-up; the product shows `profiles.fullName`. */
      name: c.text().notNull().default(''),
      image: c.text(),
      role: c.choice(['user', 'admin']).notNull().default('user'),
      postCount: c.count(),
      followerCount: c.count(),
      followingCount: c.count(),
      version: c.version(),
      createdAt: c.instant().notNull().$defaultFn(now),
      updatedAt: c.instant().notNull().$defaultFn(now).$onUpdateFn(now),
    },
    (t) => [c.index('users_prolific').on(t.postCount, t.usernameKey)],
  )
}

/** The tables of sign-in: those better-auth reads and writes, and the counters of the rate limiter. */
export function defineIdentityTables(c: Columns, users: ReturnType<typeof defineUsers>) {
  const sessions = c.table(
    'sessions',
    {
      id: c.id(),
      token: c.text().notNull().unique(),
      userId: c
        .ref()
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      expiresAt: c.date().notNull(),
      ipAddress: c.text(),
      userAgent: c.text(),
      createdAt: c.date().notNull(),
      updatedAt: c.date().notNull(),
    },
    (t) => [c.index('sessions_user').on(t.userId), c.index('sessions_expiry').on(t.expiresAt)],
  )

  const accounts = c.table(
    'accounts',
    {
      id: c.id(),
      accountId: c.text().notNull(),
      providerId: c.text().notNull(),
      userId: c
        .ref()
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      accessToken: c.text(),
      refreshToken: c.text(),
      idToken: c.text(),
      accessTokenExpiresAt: c.date(),
      refreshTokenExpiresAt: c.date(),
      scope: c.text(),
      password: c.text(),
      createdAt: c.date().notNull(),
      updatedAt: c.date().notNull(),
    },
    (t) => [
      c.index('accounts_user').on(t.userId),
      c.uniqueIndex('accounts_provider_account').on(t.providerId, t.accountId),
    ],
  )

  const verifications = c.table(
    'verifications',
    {
      id: c.id(),
      identifier: c.text().notNull(),
      value: c.text().notNull(),
      expiresAt: c.date().notNull(),
      createdAt: c.date().notNull(),
      updatedAt: c.date().notNull(),
    },
    (t) => [c.index('verifications_identifier').on(t.identifier)],
  )

  /** One row for each caller and window of the rate limiter, shared by every server process on this database. */
  const rateLimits = c.table(
    'rate_limits',
    {
      key: c.key().primaryKey(),
      count: c.number().notNull(),
      /** When the window ends, in milliseconds since 1970. */
      resetAt: c.number().notNull(),
    },
    (t) => [c.index('rate_limits_reset').on(t.resetAt)],
  )

  /** The keys of internal services. The keys in `SERVICE_KEYS` are not stored. */
  const serviceKeys = c.table('service_keys', {
    id: c.id(),
    /** The service. It may have several keys, so that a key can be replaced while it is in use. */
    name: c.text().notNull(),
    /** SHA-256 of the key. A key has 256 random bits, so it needs no salt and no slow hash. */
    hash: c.key().notNull().unique(),
    /** Whether it may only run queries. */
    reads: c.flag().notNull().default(false),
    /** The procedures that it may call, separated by spaces: `posts.byId likes.*`. Null: all. */
    procedures: c.text(),
    expiresAt: c.date(),
    /** Written at most once a minute. */
    lastUsedAt: c.date(),
    createdAt: c.date().notNull(),
  })

  return { sessions, accounts, verifications, rateLimits, serviceKeys }
}
