import { hash } from 'node:crypto'

/**
 * The entity tag of a response: a hash of its body. If the response is one row, the tag begins with its version and can
 * be sent back as `if-match`.
 */
export function etagOf(body: string, output: unknown): string {
  const digest = hash('sha1', body, 'base64url')
  return isVersioned(output) ? `"${output.version}-${digest}"` : `"${digest}"`
}

/** Whether `if-none-match` has the tag of this response. */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true
  // Weak comparison, as RFC 9110 requires: proxies that compress responses make tags weak.
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

/**
 * The version that an update with this `if-match` requires: `"3"`, or a tag that begins with it. A tag without a
 * version gives 0, which no row has. `undefined` means any version.
 */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const [, version] = /^(?:W\/)?"(\d{1,9})(?:-[^"]*)?"$/.exec(ifMatch.trim()) ?? []
  return Number(version ?? 0)
}

function isVersioned(output: unknown): output is { version: number } {
  return typeof output === 'object' && output !== null && 'version' in output && typeof output.version === 'number'
}
