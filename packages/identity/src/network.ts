import { isIPv6 } from 'node:net'

/** Some proxies add the port of the sender: `192.0.2.1:54321`, `[2001:db8::1]:54321`. Each connection has another one. */
const WITH_PORT = /^(?:\[([^\]]+)\]|(\d+(?:\.\d+){3}))(?::\d+)?$/

/**
 * The part of an address by which senders are counted everywhere: an IPv4 address, or the network of 64 bits of an IPv6 address,
 * which one host usually controls. An IPv4 address in the form of IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
 */
export function network(sender: string): string {
  const [, bracketed, beforePort] = WITH_PORT.exec(sender) ?? []
  const [address = ''] = (bracketed ?? beforePort ?? sender).split('%')
  if (!isIPv6(address)) return address
  // The parser of URLs writes every address in one form: groups in hexadecimal, the longest run of zeros left out.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [first, last] = [head, tail].map((part) => part.split(':').filter(Boolean))
  const groups = [...(first ?? []), ...Array(8 - (first?.length ?? 0) - (last?.length ?? 0)).fill('0'), ...(last ?? [])]
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return `${groups.slice(0, 4).join(':')}::/64`
  const bytes = groups.slice(6).flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
  return bytes.join('.')
}
