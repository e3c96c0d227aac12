/** The query parameters of a plain call. */
export interface QueryString {
  /** Whether the first `batch` is `1`. */
  readonly isBatch: boolean
  /** The first `input`, decoded. */
  readonly input: string | undefined
}

const none: QueryString = { isBatch: false, input: undefined }

/**
 * Reads the query parameters of a plain call without constructing a URL.
 *
 * Returns `undefined` where only a complete URL parser is right: escapes in names, malformed escapes in values,
 * fragments, tabs, and parameters that a plain call does not have.
 */
export function readQueryString(url: string): QueryString | undefined {
  if (url.includes('#') || url.includes('\t')) return undefined
  let start = url.indexOf('?') + 1
  if (start === 0) return none

  let batch: string | undefined
  let input: string | undefined
  while (start < url.length) {
    let end = url.indexOf('&', start)
    if (end === -1) end = url.length
    let equals = url.indexOf('=', start)
    if (equals === -1 || equals > end) equals = end

    const name = url.slice(start, equals)
    if (name === 'batch') batch ??= url.slice(equals + 1, end)
    else if (name === 'input') input ??= url.slice(equals + 1, end)
    else if (name === 'connectionParams' || name.includes('%') || name.includes('+')) return undefined
    start = end + 1
  }

  const decodedBatch = decode(batch)
  const decodedInput = decode(input)
  if (decodedBatch === malformed || decodedInput === malformed) return undefined
  return { isBatch: decodedBatch === '1', input: decodedInput }
}

const malformed = Symbol('malformed')

function decode(value: string | undefined): string | undefined | typeof malformed {
  if (value === undefined) return undefined
  const spaced = value.includes('+') ? value.replaceAll('+', ' ') : value
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return malformed
  }
}
