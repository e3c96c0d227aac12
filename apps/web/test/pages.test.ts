import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContextOptions, errors, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paleControls } from './contrast.ts'
import { collectShifts, layoutShift, slowNetwork } from './layout-shift.ts'
import { type AppPage, pages, settled } from './pages.ts'
import { openWorld, type Visitor } from './world.ts'

const { server, visitor } = await openWorld()

/**
 * A page that was loaded over a slow network. Sometimes Chromium's slow network never sends the requests of a page: the page
 * waits for all of them, and the server has none. Then once more, in a new tab.
 */
function loaded(page: AppPage, options: BrowserContextOptions): Promise<Visitor> {
  return visited(page, options).catch((error: unknown) => {
    if (error instanceof errors.TimeoutError) return visited(page, options)
    throw error
  })
}

async function visited({ name, path, signedIn }: AppPage, options: BrowserContextOptions): Promise<Visitor> {
  const visit = await visitor({
    reducedMotion: 'reduce',
    ...options,
    ...(signedIn && { as: server.admin }),
    ...(name === 'not-found' && { expects: /status of 404/ }),
  })
  await slowNetwork(visit.page)
  await collectShifts(visit.page)
  await visit.open(path)
  await settled(visit.page)
  return visit
}

interface Visits {
  /** On a large screen, in light. */
  large: Visitor
  /** On a phone, in dark. */
  phone: Visitor
}

async function load(page: AppPage): Promise<Visits> {
  const [large, phone] = await Promise.all([
    loaded(page, { colorScheme: 'light' }),
    loaded(page, { colorScheme: 'dark', viewport: { width: 390, height: 780 } }),
  ])
  return { large, phone }
}

// Loading waits for the network most of the time: the next page is loaded while this one is looked at.
const visits = new Map<AppPage, Promise<Visits>>()
function visitsOf(page: AppPage): Promise<Visits> {
  const loading = visits.get(page) ?? load(page)
  visits.set(page, loading)
  return loading
}

describe.each(pages)('$name', (appPage) => {
  const { path, prepare } = appPage
  let large: Visitor
  let phone: Visitor
  beforeAll(async () => {
    const loading = visitsOf(appPage)
    ;({ large, phone } = await loading)
    const next = pages[pages.indexOf(appPage) + 1]
    // What goes wrong there fails the tests of that page.
    if (next) visitsOf(next).catch(() => {})
  })
  afterAll(async () => {
    for (const visit of Object.values(await visitsOf(appPage))) await visit.page.context().close()
  })

  /** A busy machine can delay what reserves the space: then the page is loaded again, for the next attempt. */
  async function shiftOf({ page, open }: Visitor, attempt = 0): Promise<number> {
    if (attempt > 0) {
      await open(path)
      await settled(page)
    }
    return layoutShift(page)
  }

  it('is shown with at most two requests to the API besides those for the name in the header and for sessions, and has a title', async () => {
    const requests = large.requests.filter((request) => !/users\.byId$|^\/api\/auth\//.test(request))
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(2)
    expect(await large.page.title()).toMatch(/Trellis$/)
  })

  it('does not move while it loads, on a large screen or on a phone', { retry: 2 }, async ({ task }) => {
    expect(await shiftOf(large, task.result?.retryCount)).toBeLessThanOrEqual(0.02)
    expect(await shiftOf(phone, task.result?.retryCount)).toBeLessThanOrEqual(0.02)
  })

  it('has no accessibility violation, in light', async () => {
    await prepare?.(large.page)
    await settled(large.page)
    expect(await violations(large.page)).toEqual([])
    expect(await paleControls(large.page)).toEqual([])
  })

  it('fits a phone', async () => {
    await prepare?.(phone.page)
    await settled(phone.page)
    expect(
      await phone.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBe(0)
  })

  it('has enough contrast in dark, and targets that a finger can hit', async () => {
    await phone.page.locator('html[data-mantine-color-scheme=dark]').waitFor()
    const rules = ['color-contrast', 'link-in-text-block', 'target-size']
    expect(await violations(phone.page, rules)).toEqual([])
    expect(await paleControls(phone.page)).toEqual([])
  })
})

/** What axe finds, by all of its rules or by some. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // In the page itself: there are no frames, and another page to gather them costs more than the rules.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`))
}
