import { type Columns, isoMoment, type KitColumn, type KitColumns, type TableExtra, type TableOf } from '@trellis/store'
import type { ColumnBuilderBase, HasDefault, NotNull } from 'drizzle-orm'
import { defineWebhookTables } from './webhooks/tables.ts'

/** The time of a write, in the format of time columns. */
export const now = () => isoMoment(Date.now())

/** The columns that sign-in needs of a user. */
function userColumns(c: Columns) {
  return {
    id: c.id(),
    username: c.text().notNull(),
    /** `fold(username)`. */
    usernameKey: c.foldedKey().unique(),
    /** Stored folded, so that the unique constraint ignores case. */
    email: c.key().notNull().unique(),
    emailVerified: c.boolean().notNull().default(false),
    /** The display name better-auth asks for at sign-up. */
    name: c.text().notNull().default(''),
    image: c.text(),
    version: c.version(),
    createdAt: c.instant().notNull().$defaultFn(now),
    updatedAt: c.instant().notNull().$defaultFn(now).$onUpdateFn(now),
  }
}

type UserColumns = ReturnType<typeof userColumns>

/** A column of roles: `c.choice(['user', 'admin']).notNull().default('user')`. */
export type RoleColumn = HasDefault<NotNull<ReturnType<typeof choice>>>
/** Names that are no single type `string`, because drizzle has another kind of column for that. */
const choice = (c: Columns, names: [string & {}, ...string[]]) => c.choice(names)

/** The columns that a domain may add: better-auth inserts users, so each is nullable or has a default. */
export type Addable<Extra> = {
  [Name in keyof Extra]: Name extends keyof UserColumns | 'role'
    ? 'this is a column of sign-in'
    : Extra[Name] extends { _: { notNull: true } }
      ? Extra[Name] extends { _: { hasDefault: true } }
        ? unknown
        : 'a column of users needs a default, or may be null'
      : unknown
}

/** The roles, columns and indexes that a domain adds to the table of users. */
export interface UsersOptions<Extra extends Record<string, ColumnBuilderBase>, Role extends RoleColumn> {
  /** The roles of users. An `admin` may do everything. */
  role: Role
  columns: Extra & Addable<Extra>
  indexes?: (users: KitColumns<'users', UserColumns & { role: Role } & Extra>) => TableExtra[]
}

/** The table of users. Named, because the compiler would write the type of a generic table into the declarations wrongly. */
export type UsersTable<Extra extends Record<string, ColumnBuilderBase>, Role extends RoleColumn> = TableOf<
  'users',
  UserColumns & { role: Role } & Extra
>

/** Who signs in: the one table that a domain and better-auth share. */
export function defineUsers<Extra extends Record<string, ColumnBuilderBase>, Role extends RoleColumn>(
  c: Columns,
  { columns, indexes, role }: UsersOptions<Extra, Role>,
): UsersTable<Extra, Role> {
  const all: UserColumns & { role: Role } & Extra = { ...userColumns(c), role, ...columns }
  return c.table('users', all, (t) => indexes?.(t) ?? [])
}

/** The tables of sign-in: those better-auth reads and writes, the counters of the rate limiter, keys of services, and webhooks. */
export function defineIdentityTables(c: Columns, users: { id: KitColumn }) {
  const userRef = () =>
    c
      .ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' })

  const sessions = c.table(
    'sessions',
    {
      id: c.id(),
      token: c.text().notNull().unique(),
      userId: userRef(),
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
      userId: userRef(),
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
    reads: c.boolean().notNull().default(false),
    /** The procedures that it may call, separated by spaces: `books.byId loans.*`. Null: all. */
    procedures: c.text(),
    expiresAt: c.date(),
    /** Written at most once a minute. */
    lastUsedAt: c.date(),
    createdAt: c.date().notNull(),
  })

  return { sessions, accounts, verifications, rateLimits, serviceKeys, ...defineWebhookTables(c) }
}
