/** A URL of a database that cannot be used. */
class InvalidUrl extends Error {
  override name = 'InvalidUrl'
  readonly code = 'ERR_INVALID_URL'
}

/** The parts of a URL: what is before its hosts, the hosts, and what follows them. A password may have a comma. */
const PARTS = /^(?<before>\w+:\/\/(?:[^/?#]*@)?)(?<hosts>[^/?#]*)(?<after>.*)$/s
const ATTRIBUTES = /([?&])target_session_attrs=(?<value>[^&#]*)&?/

/**
 * The URLs of the hosts in a URL as libpq writes it: `postgres://user:password@one:5432,two/library`. A URL with one host is
 * returned unchanged.
 *
 * @throws if the hosts cannot be used.
 */
export function hostUrls(url: string): [string, ...string[]] {
  const { before = '', hosts = '', after = '' } = PARTS.exec(url)?.groups ?? {}
  if (/[?&]host(addr)?=[^&#]*(,|%2C)/i.test(after))
    throw new InvalidUrl(
      'DATABASE_URL: several hosts are written before the name of the database, as in one:5432,two:5432',
    )
  const attributes = ATTRIBUTES.exec(after)?.groups?.value ?? 'primary'
  if (!/^(any|primary|read-write)$/.test(attributes))
    throw new InvalidUrl(`DATABASE_URL: target_session_attrs=${attributes} leads to a server that takes no writes`)
  const [first = '', ...others] = hosts.split(',')
  if (others.length === 0) return [url]
  if ([first, ...others].includes('')) throw new InvalidUrl('DATABASE_URL has an empty host')
  const rest = after.replace(ATTRIBUTES, '$1').replace(/[?&]$/, '')
  return [before + first + rest, ...others.map((host) => before + host + rest)]
}
