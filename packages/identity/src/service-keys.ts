import { createHash, timingSafeEqual } from 'node:crypto'

/** Finds the service that a key belongs to, in constant time. */
export function serviceKeyRing(keys: ReadonlyMap<string, string>): (key: string) => string | undefined {
  const services = [...keys].map(([name, secret]) => ({ name, hash: digest(secret) }))
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
  return createHash('sha256').update(text).digest()
}
