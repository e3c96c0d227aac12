import type { WireRequest } from '../wire.ts'

/** A request, and its name in failure messages. */
export interface NamedRequest extends WireRequest {
  readonly name: string
}

type Header = readonly [name: string, value: string]

/** The header of JSON bodies. */
export const json: Header = ['content-type', 'application/json']

/** Names a request by all its parts. */
export function named(request: WireRequest): NamedRequest {
  const { method, target, headers = [], body, host, isChunked } = request
  const parts = [`${method} ${target}`, ...headers.map((header) => header.join(': '))]
  if (host !== undefined) parts.push(`host ${host}`)
  if (isChunked) parts.push('chunked')
  if (typeof body === 'string')
    parts.push(body.length > 300 ? `${body.slice(0, 300)}... of ${body.length}` : `"${body}"`)
  else if (body) parts.push(`0x${Buffer.from(body).toString('hex')}`)
  return { ...request, name: parts.join(' | ') }
}

/** A GET request below the prefix. */
export function get(target: string, ...headers: Header[]): NamedRequest {
  return named({ method: 'GET', target: `/trpc/${target}`, headers })
}

/** A POST request of JSON below the prefix. */
export function post(target: string, body?: string | Uint8Array): NamedRequest {
  return sendAs([json], target, body)
}

/** A POST request with other headers. */
export function sendAs(headers: Header[], target: string, body?: string | Uint8Array): NamedRequest {
  return named({ method: 'POST', target: `/trpc/${target}`, headers, ...(body !== undefined && { body }) })
}

/** A value as JSON in a URL. */
export function inUrl(value: unknown): string {
  return encodeURIComponent(JSON.stringify(value))
}
