import { type ClientRequest, get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** How long a client waits before it connects again, in milliseconds. */
const RETRY = 50

interface StreamOptions {
  /** The server to connect to now. */
  server: () => string
  path: string
  headers?: Record<string, string>
  /** Called for each event, in order. */
  onEvent: (id: string, data: string) => void
  /** Called when the server refuses the stream. By default, the client tries again. */
  onRefusal?: (status: number) => void
}

/** A stream of events over REST. After an interruption it goes on after the last event, as browsers do, at any of the servers. */
export class EventStream {
  /** The id of the last event. */
  position: string | undefined
  readonly #options: StreamOptions
  #request: ClientRequest | undefined
  #isHeld = false
  #isEnded = false

  constructor(options: StreamOptions) {
    this.#options = options
    void this.#run()
  }

  /** Breaks the connection off. */
  interrupt(): void {
    this.#request?.destroy()
  }

  /** Breaks the connection off, until `release` is called. */
  hold(): void {
    this.#isHeld = true
    this.interrupt()
  }

  release(): void {
    this.#isHeld = false
  }

  end(): void {
    this.#isEnded = true
    this.interrupt()
  }

  async #run(): Promise<void> {
    while (!this.#isEnded) {
      if (!this.#isHeld) await this.#connect()
      await pause(Math.random() * RETRY)
    }
  }

  #connect(): Promise<void> {
    const { server, path, headers, onEvent, onRefusal } = this.#options
    return new Promise((resolve) => {
      const request = get(server() + path, {
        agent: false,
        headers: {
          ...headers,
          accept: 'text/event-stream',
          ...(this.position !== undefined && { 'last-event-id': this.position }),
        },
      })
      this.#request = request
      request.on('close', resolve).on('error', () => {})
      request.on('response', (response) => {
        if (response.statusCode !== 200) {
          onRefusal?.(response.statusCode ?? 0)
          response.resume()
          return
        }
        let rest = ''
        response.setEncoding('utf8').on('error', () => {})
        response.on('data', (text: string) => {
          const events = (rest + text).split('\n\n')
          rest = events.pop() ?? ''
          for (const event of events) {
            // An interrupted client does not know what the server sent afterwards.
            if (request.destroyed) return
            const [, id, data] = /^id: (.+)\ndata: (.+)$/.exec(event) ?? []
            if (id === undefined || data === undefined) continue
            this.position = id
            onEvent(id, data)
          }
        })
      })
    })
  }
}
