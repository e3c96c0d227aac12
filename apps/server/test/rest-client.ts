import { asService, type setupServer } from './servers.ts'

/** What came of a request: `body` is parsed JSON, or `undefined` if there is none. */
export interface RestAnswer {
  readonly status: number
  readonly headers: Headers
  // Each test says what it expects of it.
  readonly body: unknown
}

/** Plain HTTP requests to the REST routes of a server; as the service unless other headers are given. */
export function restClient({ url }: Awaited<ReturnType<typeof setupServer>>, credentials = asService) {
  return async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = credentials,
  ): Promise<RestAnswer> {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
}
