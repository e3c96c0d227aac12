import { fold } from '@trellis/store'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { username } from 'better-auth/plugins/username'
import { LINK_LIFETIME } from './links.ts'
import { changed, failed, type Log, linked, sendLater } from './outcome.ts'
import { passwords } from './passwords.ts'
import type { Pages, SignIn } from './sign-in.ts'
import type { IdentityStore } from './store.ts'

/** The settings of sign-in that the host decides. */
export interface IdentitySettings {
  /** Signs the session cookies. At least 32 characters. */
  readonly secret: string
  /** The secrets of internal services, by the name of the service. */
  readonly serviceKeys: ReadonlyMap<string, string>
  /** Whether browsers send the session cookie over HTTPS only. */
  readonly secureCookies: boolean
  /** The origin that the links in messages lead to: `https://example.com`. Not from a header, which the sender chooses. */
  readonly publicUrl: string
  /** The settings that the domain decides. */
  readonly signIn: SignIn
}

/** Sign-up, sign-in, sign-out, sessions, and with `mail` the flows that send a message: better-auth on our tables. */
export function createIdentity(store: IdentityStore, settings: IdentitySettings, log: Log, mail = false) {
  const { users, sessions, accounts, verifications } = store.read.tables
  const { db, provider } = store.autocommit
  const { product, usernames, messages, link } = settings.signIn
  const { confirmChange, resetPassword, verifyAddress } = messages
  const linkFor = (user: { id: unknown }, page: keyof Pages, token: string) => {
    linked(token, user)
    return link(page, settings.publicUrl, token)
  }
  // The plugin's display name is our username.
  const recipient = ({ email, name, displayUsername }: { email: string; name: string; displayUsername?: unknown }) => ({
    email,
    username: typeof displayUsername === 'string' ? displayUsername : name,
  })
  return betterAuth({
    appName: product,
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
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      password: passwords,
      resetPasswordTokenExpiresIn: LINK_LIFETIME,
      revokeSessionsOnPasswordReset: true,
      ...(mail && {
        sendResetPassword: async ({ user, token }) =>
          sendLater(resetPassword(recipient(user), linkFor(user, 'resetPassword', token))),
      }),
    },
    ...(mail && {
      emailVerification: {
        sendOnSignUp: true,
        expiresIn: LINK_LIFETIME,
        sendVerificationEmail: async ({ user, token }) =>
          sendLater(verifyAddress(recipient(user), linkFor(user, 'verifyEmail', token))),
      },
      user: {
        changeEmail: {
          enabled: true,
          sendChangeEmailConfirmation: async ({ user, newEmail, token }) =>
            sendLater(confirmChange(recipient(user), newEmail, linkFor(user, 'verifyEmail', token))),
        },
      },
    }),
    databaseHooks: { user: { update: { after: async (user) => changed(user) } } },
    // A backup must not have tokens with which a password can be reset.
    // The sweeper deletes expired tokens. The library would do it in the transaction of a request.
    verification: { storeIdentifier: 'hashed', disableCleanup: true },
    plugins: [
      username({
        // Our `username` is what people see; better-auth looks users up by the normalized one.
        schema: { user: { fields: { username: 'usernameKey', displayUsername: 'username' } } },
        usernameNormalization: fold,
        usernameValidator: (name) => usernames.safeParse(name).success,
        minUsernameLength: 1,
        maxUsernameLength: 50,
      }),
    ],
    // The routes limit attempts in a table that all processes share; see sign-in-limits.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    onAPIError: {
      onError: (error) => {
        if (!isRefusal(error)) failed(log, 'sign-in failed', [error])
      },
    },
    logger: { level: 'error', log: (_level, message, ...details) => failed(log, message, details) },
  })
}

/** Whether an error is an answer to the client, such as a name that is taken, and no failure. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500
}

/** better-auth, set up for a domain. */
export type Identity = ReturnType<typeof createIdentity>
