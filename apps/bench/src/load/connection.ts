import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/** A response: the status, and all its bytes. */
export interface Answer {
  status: number
  raw: Buffer
}

/**
 * A keep-alive connection that sends prepared bytes and parses only as much HTTP as it needs to find the end of a response: the less
 * CPU time the load generator uses, the more is left for the server.
 */
export class Connection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  /** The length of the whole response in bytes; 0 until it is known, -1 if it is chunked. */
  #expected = 0
  #waiting: ((answer: Answer | Error) => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => this.#settle(error))
    socket.on('close', () => this.#settle(new Error('The server closed the connection')))
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    return new Connection(socket)
  }

  /** Sends a request. The previous one must have been answered. */
  send(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('The server closed the connection between requests'))
      this.#waiting = (answer) => (answer instanceof Error ? reject(answer) : resolve(answer))
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    if (this.#expected === 0) this.#readHead()
    const complete =
      this.#expected === -1
        ? this.#received.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
        : this.#expected > 0 && this.#received.length >= this.#expected
    if (!complete) return
    const raw = this.#received
    this.#received = Buffer.alloc(0)
    this.#expected = 0
    this.#settle({ status: Number(raw.toString('latin1', 9, 12)), raw })
  }

  #readHead(): void {
    const end = this.#received.indexOf(HEAD_END)
    if (end === -1) return
    const head = this.#received.toString('latin1', 0, end)
    // A 304 has no body.
    if (head.startsWith('HTTP/1.1 304')) {
      this.#expected = end + HEAD_END.length
      return
    }
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    this.#expected = length === undefined ? -1 : end + HEAD_END.length + Number(length)
  }

  #settle(answer: Answer | Error): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.(answer)
  }
}

/** The text of the body of a response. */
export function bodyOf({ raw }: Answer): string {
  const end = raw.indexOf(HEAD_END)
  const body = raw.subarray(end + HEAD_END.length)
  return /\r\ntransfer-encoding: chunked/i.test(raw.toString('latin1', 0, end)) ? unchunked(body) : body.toString()
}

function unchunked(body: Buffer): string {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; ) {
    const line = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, line), 16)
    parts.push(body.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
  return Buffer.concat(parts).toString()
}
