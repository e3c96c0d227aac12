import { createHash } from 'node:crypto'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { withPage } from './entry-server.tsx'
import type { Call } from './in-process.ts'

/** A page to render. */
export interface PageTask {
  /** The path and query of the page, as the app writes them. */
  href: string
  signedIn: boolean
  /** Gets a `PageCall` for each procedure that the page reads, then the `PageMarkup`. */
  port: MessagePort
}

/** A procedure that the page reads; the response is a `PageResponse`. */
export interface PageCall {
  id: number
  path: string
  input: unknown
}

/** The response to a `PageCall`. */
export interface PageResponse {
  id: number
  output?: unknown
  error?: string
}

/** A rendered page: its HTML, and as JSON for a script element the responses that it was made from. Neither if there is none. */
export interface PageMarkup {
  html?: string
  data?: string
  error?: string
}

/** How many pages are kept, and reused while what they were made from has not changed. */
const KEPT = 100

const kept = new Map<string, string>()

async function markupOf({ href, signedIn, port }: PageTask): Promise<PageMarkup> {
  const markup = await withPage(href, signedIn, callOver(port), (page, render) => {
    // `</script>` and `<!--` in a text would end the element, or begin a comment in it.
    const data = JSON.stringify(page).replaceAll('<', '\\u003c')
    const key = createHash('sha256').update(`${href}\n${data}`).digest('base64')
    const html = kept.get(key) ?? render()
    kept.delete(key)
    kept.set(key, html)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? '')
    return { html, data }
  })
  return markup ?? {}
}

/** Calls procedures of the thread that serves requests. */
function callOver(port: MessagePort): Call {
  let calls = 0
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  port.on('message', ({ id, output, error }: PageResponse) => {
    const call = waiting.get(id)
    if (error === undefined) call?.resolve(output)
    else call?.reject(new Error(error))
  })
  return (path, input) => {
    const call = Promise.withResolvers<unknown>()
    const id = calls++
    waiting.set(id, call)
    port.postMessage({ id, path, input } satisfies PageCall)
    return call.promise
  }
}

// The server sends the next page when it has this one.
parentPort?.on('message', async (task: PageTask) => {
  const markup = await markupOf(task).catch(
    (error: unknown): PageMarkup => ({ error: String(error instanceof Error ? error.stack : error) }),
  )
  task.port.postMessage(markup)
  task.port.close()
})
