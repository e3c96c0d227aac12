import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A received call. */
export interface ArrivedCall {
  path: string
  input: unknown
}

/** A received request: one call, or a batch. */
export interface Arrived {
  calls: ArrivedCall[]
  isBatch: boolean
  bytes: number
  headers: IncomingMessage['headers']
  url: string
}

/** Handles a request: returns the results of its calls, or uses the response, for example to close the connection. */
export type Script = (request: Arrived, response: ServerResponse, index: number) => unknown[] | undefined

/** The response to a successful call. */
export const result = (data: unknown) => ({ result: { data } })

/** The response to a failed call, in the server's format. */
export const failure = (code: string, httpStatus: number, reason: string | null = null) => ({
  error: { code: -32000, message: `It failed: ${reason ?? code}`, data: { code, httpStatus, reason, fields: null } },
})

/**
 * A server with scripted responses, for failures that a real server does not have on demand. It records the requests.
 */
export async function scriptedServer(script: Script): Promise<{ url: string; arrived: Arrived[] }> {
  const arrived: Arrived[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const arrival = read(request, body)
    const answers = script(arrival, response, arrived.push(arrival) - 1)
    if (!answers) return
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(arrival.isBatch ? answers : answers[0]))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('It does not listen')
  return { url: `http://127.0.0.1:${address.port}`, arrived }
}

function read({ url = '', headers }: IncomingMessage, body: string): Arrived {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const isBatch = searchParams.has('batch')
  const inputs: unknown = JSON.parse(body || searchParams.get('input') || 'null')
  const calls = (pathname.split('/').at(-1) ?? '').split(',').map((path, index) => {
    const input: unknown = isBatch && inputs instanceof Object ? Reflect.get(inputs, String(index)) : inputs
    return { path, input }
  })
  return { calls, isBatch, bytes: Buffer.byteLength(body), headers, url }
}
