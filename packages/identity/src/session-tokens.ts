import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { parseCookie, stringifyCookie } from 'cookie'
import type { Identity } from './identity.ts'

/** The text after `Bearer`, empty if it cannot be a key. `undefined` without such a header. */
export function bearerKey({ authorization }: IncomingHttpHeaders): string | undefined {
  if (authorization === undefined || !/^Bearer\b/i.test(authorization)) return undefined
  return /^Bearer +(\S{1,500})$/i.exec(authorization)?.[1] ?? ''
}

/**
 * Reads the session token of a request, in its header or else in its cookie. No other code reads it: better-auth gets the token
 * that was read here, as its only credentials, so that it acts on the session that was checked.
 */
export async function sessionTokens(identity: Identity) {
  const { authCookies, secret } = await identity.$context
  const { sessionToken, dontRememberToken } = authCookies
  const signature = (token: string) => createHmac('sha256', secret).update(token).digest()

  /** The token in `token.signature`, if we made the signature: HMAC-SHA-256 in base64, as better-auth signs cookies. */
  function verified(signed: string): string | undefined {
    const dot = signed.lastIndexOf('.')
    const token = signed.slice(0, dot)
    const given = Buffer.from(signed.slice(dot + 1), 'base64')
    const expected = signature(token)
    return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
  }

  /** A bearer token is the token that sign-in returns, or the signed form that the cookie has. */
  function read(headers: IncomingHttpHeaders): string | undefined {
    const key = bearerKey(headers)
    if (key !== undefined) return key.includes('.') ? verified(decode(key)) : key || undefined
    const value = headers.cookie?.includes(sessionToken.name) && parseCookie(headers.cookie)[sessionToken.name]
    return value ? verified(value) : undefined
  }

  /** The cookies that better-auth gets. */
  function cookies(headers: IncomingHttpHeaders): string | undefined {
    const token = read(headers)
    if (token === undefined) return undefined
    const { [dontRememberToken.name]: dontRemember } = parseCookie(headers.cookie ?? '')
    return stringifyCookie({
      [sessionToken.name]: `${token}.${signature(token).toString('base64')}`,
      [dontRememberToken.name]: dontRemember,
    })
  }

  return { read, cookies }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
