import { AsyncLocalStorage } from 'node:async_hooks'
import { hashPassword, verifyPassword } from 'better-auth/crypto'

const attempt = new AsyncLocalStorage<{ hashed: boolean }>()

/** better-auth's password functions, which note that they ran. */
export const passwords = {
  hash: (password: string) => {
    noteHash()
    return hashPassword(password)
  },
  verify: (given: { hash: string; password: string }) => {
    noteHash()
    return verifyPassword(given)
  },
}

function noteHash(): void {
  const current = attempt.getStore()
  if (current) current.hashed = true
}

/**
 * Runs a sign-in that hashes a password once, whatever happens. An account that is not there, or has no password,
 * is refused without hashing, and the short time would tell.
 */
export function inConstantTime<T>(signIn: () => Promise<T>): Promise<T> {
  return attempt.run({ hashed: false }, async () => {
    const result = await signIn()
    if (!attempt.getStore()?.hashed) await hashPassword('nobody has this password')
    return result
  })
}
