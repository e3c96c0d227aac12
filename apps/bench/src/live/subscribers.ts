import { type ClientRequest, get } from 'node:http'

/** A server bounds the streams of one address. */
const OF_ADDRESS = 200

/** Clients that are subscribed to one stream. */
export class Subscribers {
  readonly #requests: ClientRequest[] = []
  #onEvent = () => {}

  /** Opens streams, and resolves when each has its first event. */
  async open(url: string, count: number): Promise<void> {
    for (let opened = 0; opened < count; opened += 50)
      await Promise.all(Array.from({ length: Math.min(50, count - opened) }, () => this.#open(url)))
  }

  /** Calls `send`, and resolves when every client has an event: to the time that each has waited for it, in milliseconds. */
  async measure(send: () => Promise<unknown>): Promise<number[]> {
    const waited: number[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const start = performance.now()
    this.#onEvent = () => {
      if (waited.push(performance.now() - start) === this.#requests.length) resolve()
    }
    await Promise.all([send(), promise])
    return waited
  }

  close(): void {
    for (const request of this.#requests) request.destroy()
  }

  #open(url: string): Promise<void> {
    const localAddress = `127.0.0.${2 + Math.floor(this.#requests.length / OF_ADDRESS)}`
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: false, localAddress, headers: { accept: 'text/event-stream' } })
      this.#requests.push(request)
      let isOpen = false
      request.on('error', (error) => {
        if (!isOpen) reject(error)
      })
      request.on('response', (response) => {
        if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`))
        let rest = ''
        response.setEncoding('utf8').on('error', () => {})
        response.on('data', (text: string) => {
          const events = (rest + text).split('\n\n')
          rest = events.pop() ?? ''
          for (const event of events) {
            // Others are heartbeats.
            if (!event.includes('data:')) continue
            if (isOpen) this.#onEvent()
            isOpen = true
            resolve()
          }
        })
      })
    })
  }
}
