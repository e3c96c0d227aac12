import { fold, type Store } from '@trellis/db'
import { username as usernameInput } from '@trellis/rpc'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { bearer } from 'better-auth/plugins/bearer'
import { username } from 'better-auth/plugins/username'
import { failed, type Log } from './failures.ts'
import { passwords } from './passwords.ts'

/** What the host decides about sign-in. */
export interface IdentitySettings {
  /** Signs the session cookies. At least 32 characters. */
  readonly secret: string
  /** The secrets of internal services, by the name of the service. */
  readonly serviceKeys: ReadonlyMap<string, string>
  /** Whether browsers send the session cookie over HTTPS only. */
  readonly secureCookies: boolean
}

/** Sign-up, sign-in, sign-out and sessions: better-auth on our tables. */
export function createIdentity(store: Store, settings: IdentitySettings, log: Log) {
  const { users, sessions, accounts, verifications } = store.read.tables
  const { db, provider } = store.standalone
  return betterAuth({
    appName: 'Trellis',
    secret: settings.secret,
    basePath: '/api/auth',
    database: drizzleAdapter(db, {
      provider,
      schema: { user: users, session: sessions, account: accounts, verification: verifications },
    }),
    advanced: {
      database: { generateId: 'serial' },
      useSecureCookies: settings.secureCookies,
      // The routes set this header themselves, to the address of the connection or the one a trusted proxy states.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      // The host checks the origin of every request that writes.
      disableCSRFCheck: true,
    },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128, password: passwords },
    plugins: [
      bearer(),
      username({
        // Our `username` is what people see; better-auth looks users up by the normalized one.
        schema: { user: { fields: { username: 'usernameKey', displayUsername: 'username' } } },
        usernameNormalization: fold,
        usernameValidator: (name) => usernameInput.safeParse(name).success,
        minUsernameLength: 1,
        maxUsernameLength: 50,
      }),
    ],
    // The routes limit attempts in a table that all processes share; see sign-in-limits.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message, ...details) => failed(log, message, details) },
  })
}

/** better-auth, set up for Trellis. */
export type Identity = ReturnType<typeof createIdentity>
