import { hash, timingSafeEqual } from 'node:crypto'

/** Finds the service that a key belongs to, in constant time. */
export function serviceKeyRing(keys: ReadonlyMap<string, string>): (key: string) => string | undefined {
  const services = [...keys].map(([name, secret]) => ({ name, hash: digest(secret) }))
  // Each session token would be hashed in vain, which takes longer than to find its session.
  if (services.length === 0) return () => undefined
  return (key) => {
    const hash = digest(key)
    let found: string | undefined
    for (const service of services) {
      if (timingSafeEqual(service.hash, hash)) found = service.name
    }
    return found
  }
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
