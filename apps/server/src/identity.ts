import { inputs } from '@trellis/api'
import { fold, type Store } from '@trellis/db'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { bearer } from 'better-auth/plugins/bearer'
import { username } from 'better-auth/plugins/username'
import type { Env } from './env.ts'
import { passwords } from './passwords.ts'

/** Sign-up, sign-in, sign-out and sessions: better-auth on our tables. */
export function createIdentity(store: Store, env: Env) {
  const { users, sessions, accounts, verifications } = store.read.tables
  const { db, provider } = store.standalone
  return betterAuth({
    appName: 'Trellis',
    secret: env.AUTH_SECRET,
    basePath: '/api/auth',
    database: drizzleAdapter(db, {
      provider,
      schema: { user: users, session: sessions, account: accounts, verification: verifications },
    }),
    advanced: {
      database: { generateId: 'serial' },
      useSecureCookies: env.NODE_ENV === 'production',
      // The host has asked the connection, or the proxy it trusts, and writes this header itself.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      // The host checks the origin of every request that writes; see origin.ts.
      disableCSRFCheck: true,
    },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128, password: passwords },
    plugins: [
      bearer(),
      username({
        // Our `username` is what people see; better-auth looks users up by the normalized one.
        schema: { user: { fields: { username: 'usernameKey', displayUsername: 'username' } } },
        usernameNormalization: fold,
        usernameValidator: (name) => inputs.username.safeParse(name).success,
        minUsernameLength: 1,
        maxUsernameLength: 50,
      }),
    ],
    // The host limits sign-in and sign-up itself, in a table that all processes share; see sign-in-limits.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}

/** better-auth, set up for Trellis. */
export type Identity = ReturnType<typeof createIdentity>
