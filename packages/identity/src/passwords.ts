import { AsyncLocalStorage } from 'node:async_hooks'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import pLimit from 'p-limit'

/**
 * Hashes three passwords at a time. A thread of Node's pool of four stays free: signatures of cookies are made there while a
 * transaction is open.
 */
export const inTurn = pLimit(3)

const attempt = new AsyncLocalStorage<{ hashed: boolean }>()

/** better-auth's password functions, which also record that they ran. */
export const passwords = {
  hash: (password: string) => {
    recordHash()
    return inTurn(() => hashPassword(password))
  },
  verify: (given: { hash: string; password: string }) => {
    recordHash()
    return inTurn(() => verifyPassword(given))
  },
}

function recordHash(): void {
  const current = attempt.getStore()
  if (current) current.hashed = true
}

/**
 * Runs a sign-in, and hashes a password if the sign-in did not. better-auth refuses an account that does not exist, or
 * that has no password, without hashing: the short response time would reveal it.
 */
export function inConstantTime<T>(signIn: () => Promise<T>): Promise<T> {
  return attempt.run({ hashed: false }, async () => {
    const result = await signIn()
    if (!attempt.getStore()?.hashed) await passwords.hash('nobody has this password')
    return result
  })
}
