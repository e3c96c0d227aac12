import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const AUTH_BYTES = 16

/** The key for the secrets of webhooks: derived, so that it is used for nothing else. */
const keyOf = (serverSecret: string) => Buffer.from(hkdfSync('sha256', serverSecret, '', 'webhooks', 32))

/** A new secret, in the form of Standard Webhooks. */
export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`

/**
 * Encrypts the secret of a webhook with that of the server. A hash, as of the keys of services, could not sign. Whoever reads the
 * database or a backup cannot sign either.
 */
export function encryptSecret(secret: string, serverSecret: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, keyOf(serverSecret), iv)
  const encrypted = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')
}

/** Decrypts a stored secret. @throws if the secret of the server is another one now. */
export function decryptSecret(stored: string, serverSecret: string): string {
  const bytes = Buffer.from(stored, 'base64url')
  const decipher = createDecipheriv(CIPHER, keyOf(serverSecret), bytes.subarray(0, IV_BYTES))
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + AUTH_BYTES))
  try {
    return decipher.update(bytes.subarray(IV_BYTES + AUTH_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    throw new Error('AUTH_SECRET has changed since this webhook was created: delete it, and create it again')
  }
}
