import { randomBytes } from 'node:crypto'
import { createIdentity } from './identity.ts'
import { LINK_LIFETIME, recordLink } from './links.ts'
import type { Log } from './outcome.ts'
import type { SignIn } from './sign-in.ts'
import type { IdentityStore } from './store.ts'

/**
 * Creates a link to set a new password, which an operator gives to the user: for servers that send no messages. It works
 * once, for one hour.
 */
export async function createResetLink(
  store: IdentityStore,
  signIn: SignIn,
  publicUrl: string,
  log: Log,
  userId: number,
): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  // This instance signs nothing.
  const secret = randomBytes(32).toString('base64url')
  const identity = createIdentity(
    store,
    { secret, serviceKeys: new Map(), secureCookies: true, publicUrl, signIn },
    log,
  )
  const { internalAdapter } = await identity.$context
  await store.autocommit.transaction(async (begin) => {
    await internalAdapter.createVerificationValue({
      identifier: `reset-password:${token}`,
      value: String(userId),
      expiresAt: new Date(Date.now() + LINK_LIFETIME * 1_000),
    })
    await recordLink(await begin(), token, userId)
  })
  return signIn.link('resetPassword', publicUrl, token)
}
