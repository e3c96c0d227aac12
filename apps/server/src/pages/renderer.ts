import { setTimeout as pause } from 'node:timers/promises'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'

/** Calls a procedure, by its path. */
export type Call = (path: string, input: unknown) => Promise<unknown>

/** A page as the web app renders it, and as JSON the responses that it was made from. */
export interface Markup {
  html: string
  data: string
}

/** A message of the thread: a procedure to call for a page, or the page itself. */
interface Message extends Partial<Markup> {
  id?: number
  path?: string
  input?: unknown
  error?: string
}

/** The pages that wait for the thread. */
const MAX_WAITING = 50

/**
 * Renders pages with the web app's own components, on a thread of its own: it takes the processor for as long as a page is
 * large. If many pages wait, or one takes too long, there is no page: the browser then renders it, as it does all others.
 */
export class Renderer {
  readonly #program: URL
  readonly #budget: number
  readonly #report: (error: unknown) => void
  #thread: Worker | undefined
  #waiting = 0
  /** Resolves when the thread is free for the next page. */
  #free: Promise<unknown> = Promise.resolve()

  /** `budget` is how long a page may take, in milliseconds. It waits for a sixth of that, as a reader would. */
  constructor(program: URL, budget: number, report: (error: unknown) => void) {
    this.#program = program
    this.#budget = budget
    this.#report = report
  }

  /** The page at an address of the app. `signedIn`: it is for somebody who may be signed in, so that it leaves open who they are. */
  async render(href: string, signedIn: boolean, call: Call): Promise<Markup | undefined> {
    if (this.#waiting >= MAX_WAITING) return undefined
    this.#waiting++
    const before = this.#free
    const { promise: done, resolve: finish } = Promise.withResolvers<void>()
    this.#free = before.then(() => done)
    try {
      const patience = pause(this.#budget / 6, false, { ref: false })
      const isFree = await Promise.race([before.then(() => true), patience])
      return isFree ? await this.#run(href, signedIn, call) : undefined
    } finally {
      finish()
      this.#waiting--
    }
  }

  async #run(href: string, signedIn: boolean, call: Call): Promise<Markup | undefined> {
    const thread = this.#thread ?? this.#start()
    const { port1, port2 } = new MessageChannel()
    const { promise, resolve } = Promise.withResolvers<Markup | undefined>()
    const end = () => resolve(undefined)
    thread.once('exit', end)
    const timer = setTimeout(() => {
      this.#report(new Error(`The page ${href} took longer than ${this.#budget} ms to render.`))
      void thread.terminate()
    }, this.#budget)
    port1.on('message', ({ id, path, input, html, data, error }: Message) => {
      if (id !== undefined && path !== undefined) return answer(port1, id, call(path, input))
      if (error !== undefined) this.#report(new Error(`The page ${href} was not rendered: ${error}`))
      resolve(html !== undefined && data !== undefined ? { html, data } : undefined)
    })
    thread.postMessage({ href, signedIn, port: port2 }, [port2])
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      thread.off('exit', end)
      port1.close()
    }
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#thread?.terminate()
  }

  #start(): Worker {
    const thread = new Worker(this.#program, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } })
    // It does not keep the process alive.
    thread.unref()
    thread.on('error', this.#report)
    thread.on('exit', () => {
      this.#thread = undefined
    })
    this.#thread = thread
    return thread
  }
}

/** Sends the response of a procedure to the thread. */
function answer(port: MessagePort, id: number, response: Promise<unknown>): void {
  response.then(
    (output) => port.postMessage({ id, output }),
    (error: unknown) => port.postMessage({ id, error: String(error) }),
  )
}
