import type { LookupAddress, LookupAllOptions } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** The addresses of IPv6 that are assigned to networks of the internet. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an address is of the public internet: IPv4 in IPv6 counts as what it contains. */
export function isPublic(text: string): boolean {
  const address = ipaddr.process(text)
  return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(GLOBAL))
}

/** Whether a URL names a private address itself. Names are resolved when a delivery connects. */
export function namesPrivate({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 ? /(^|\.)localhost\.?$/.test(host) : !isPublic(host)
}

/** Finds the addresses of a name. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** The error of a connection that is refused. */
export class PrivateAddress extends Error {
  constructor(host: string) {
    super(`${host} is a private address`)
  }
}

/**
 * Resolves a name once, for the connection that is opened to the result: a second answer of DNS cannot lead elsewhere. Refuses a
 * name with any private address.
 */
export function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, done) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const refused =
        error ?? (addresses.every(({ address }) => isPublic(address)) ? null : new PrivateAddress(hostname))
      const [first] = refused ? [] : addresses
      if (!first) done(refused ?? new Error(`${hostname} has no address`), [])
      else if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
}
