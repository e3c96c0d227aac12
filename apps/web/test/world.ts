import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'
import { launchChromium } from './chromium.ts'
import { startServer } from './server.ts'
import { signInTo } from './sign-in.ts'

interface VisitorOptions extends BrowserContextOptions {
  /** Who is signed in from the start. */
  as?: { username: string; password: string }
  /** What goes wrong on purpose: errors that match are not held against the page. */
  expects?: RegExp
}

/** A browser of their own for one person: what one sees, and what went wrong so far. */
export interface Visitor {
  page: Page
  /** The paths of the requests to the API, in their order, without the stream of changes. */
  requests: string[]
  /** Goes to a path, and waits until its heading is there and the app has taken the page over. */
  open(path: string): Promise<void>
}

/** The address of a page that the app loads: the server renders none with a parameter that it does not know. */
export const loadedByApp = (path: string) => `${path}${path.includes('?') ? '&' : '?'}by=app`

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

/**
 * A server and a browser for one test file. After each test every visitor must have been spared console errors, errors
 * of scripts and failed requests.
 */
export async function openWorld(content: { empty?: boolean } = {}) {
  const [server, browser] = await Promise.all([startServer(content), launchChromium()])
  const problems: string[] = []
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })
  afterEach(() => {
    expect(problems.splice(0)).toEqual([])
  })

  const sessions = new Map<string, Promise<SignedIn>>()

  /** The cookies of somebody who signed in, once for all of their visits. */
  function sessionOf(user: NonNullable<VisitorOptions['as']>): Promise<SignedIn> {
    const session = sessions.get(user.username) ?? signIn(user)
    sessions.set(user.username, session)
    // So that another attempt of the test signs in again.
    session.catch(() => sessions.delete(user.username))
    return session
  }

  async function signIn(user: NonNullable<VisitorOptions['as']>): Promise<SignedIn> {
    const context = await browser.newContext()
    await signInTo(context, server.url, user)
    const session = await context.storageState()
    await context.close()
    return session
  }

  async function visitor({ as, expects, ...options }: VisitorOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      baseURL: server.url,
      ...options,
      ...(as && { storageState: await sessionOf(as) }),
    })
    context.setDefaultTimeout(30_000)
    const page = await context.newPage()
    const requests: string[] = []
    const note = (problem: string) => expects?.test(problem) || problems.push(problem)
    // Of all tabs.
    context.on(
      'console',
      (message) => message.type() === 'error' && note(`${message.text()} ${message.location().url}`),
    )
    context.on('weberror', (error) => note(String(error.error())))
    context.on('requestfailed', (request) => {
      // What is not wanted any more is given up: a page left, an answer overtaken by a click.
      const reason = request.failure()?.errorText ?? ''
      if (reason !== 'net::ERR_ABORTED') note(`${reason} ${request.url()}`)
    })
    context.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (/^\/(trpc|api)\/(?!changes.watch)/.test(pathname)) requests.push(pathname)
    })
    return {
      page,
      requests,
      open: async (path) => {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await page.waitForFunction(() => !document.getElementById('page'))
      },
    }
  }
  return { server, visitor }
}
