import { connect, type Socket } from 'node:net'
import { type Answer, readAnswer } from './answers.ts'

/** A request byte by byte, because HTTP clients normalise requests. */
export interface WireRequest {
  readonly method: string
  /** The request target. */
  readonly target: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array
  /** The `host` header, `null` for none. */
  readonly host?: string | null
  /** Whether the body is sent chunked, without a `content-length`. */
  readonly isChunked?: boolean
}

/** A client that sends one request at a time, on one connection while the server keeps it open. */
export class Wire {
  readonly #port: number
  #socket: Socket | undefined

  constructor(port: number) {
    this.#port = port
  }

  /** Sends a request and waits for the response, or for the end of the connection. */
  async exchange(request: WireRequest): Promise<Answer> {
    const kept = this.#socket
    this.#socket = undefined
    const socket = kept ?? connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    const answer = await ask(socket, request)
    if (!answer.isLast) this.#socket = socket
    else socket.destroy()
    // The server may close a keep-alive connection after the response without announcing it.
    return kept && answer.status === 0 ? this.exchange(request) : answer
  }

  /** Closes the connection. */
  close(): void {
    this.#socket?.destroy()
  }
}

async function ask(socket: Socket, request: WireRequest): Promise<Answer> {
  let received: Uint8Array = new Uint8Array()
  const answer = await new Promise<Answer>((resolve) => {
    const read = (isOver: boolean) => {
      const complete = readAnswer(Buffer.from(received), request.method === 'HEAD', isOver)
      if (complete) resolve(complete)
    }
    socket.on('data', (chunk: Uint8Array) => {
      received = Buffer.concat([received, chunk])
      read(false)
    })
    socket.on('close', () => read(true))
    socket.on('error', () => read(true))
    if (socket.destroyed) read(true)
    else socket.write(toBytes(request))
  })
  socket.removeAllListeners()
  return answer
}

function toBytes({ method, target, headers = [], body, host = 'localhost', isChunked }: WireRequest): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const lines = [`${method} ${target} HTTP/1.1`]
  if (host !== null) lines.push(`host: ${host}`)
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  if (isChunked) lines.push('transfer-encoding: chunked')
  else if (bytes) lines.push(`content-length: ${bytes.length}`)
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  if (!bytes) return head
  if (!isChunked) return Buffer.concat([head, bytes])
  return Buffer.concat([head, Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')])
}
