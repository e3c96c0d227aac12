/**
 * The decoded parameters of a query string in their order, or `undefined` if an escape is malformed. `URLSearchParams`
 * would replace malformed escapes by U+FFFD, which changes the value.
 */
export function readQueryString(url: string): [name: string, value: string][] | undefined {
  const start = url.indexOf('?') + 1
  if (start === 0 || start === url.length) return []
  const parameters: [string, string][] = []
  for (const part of url.slice(start).split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decode(equals === -1 ? part : part.slice(0, equals))
    const value = equals === -1 ? '' : decode(part.slice(equals + 1))
    if (name === undefined || value === undefined) return undefined
    parameters.push([name, value])
  }
  return parameters
}

function decode(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return undefined
  }
}
