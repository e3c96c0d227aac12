import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { paleControls } from './contrast.ts'
import { collectShifts, layoutShift } from './layout-shift.ts'
import { type AppPage, pages, settled } from './pages.ts'
import { slowNetwork } from './slow-network.ts'
import { openWorld, type Visitor } from './world.ts'

const { server, visitor } = await openWorld()

/** Loads a page over a slow network, in a browser that has nothing of it yet. */
async function loaded({ name, path, signedIn }: AppPage, options: BrowserContextOptions): Promise<Visitor> {
  const { url, proxy } = await slowNetwork(server.url)
  const visit = await visitor({
    reducedMotion: 'reduce',
    ...options,
    baseURL: url,
    ...(signedIn && { as: server.admin }),
    ...(name === 'not-found' && { expects: /status of 404/ }),
  })
  visit.page.once('close', () => proxy.close())
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

async function leave(page: AppPage): Promise<void> {
  const loading = visits.get(page)
  visits.delete(page)
  for (const visit of Object.values((await loading?.catch(() => null)) ?? {})) await visit.page.context().close()
}

describe.each(pages)('$name', (appPage) => {
  let large: Visitor
  let phone: Visitor
  const prepared = new WeakSet<Visitor>()
  beforeEach(async ({ task }) => {
    // Another attempt looks at a page that is loaded anew.
    if (task.result?.retryCount) await leave(appPage)
    ;({ large, phone } = await visitsOf(appPage))
    const next = pages[pages.indexOf(appPage) + 1]
    // What goes wrong there fails the tests of that page.
    if (next) visitsOf(next).catch(() => {})
  })
  afterAll(() => leave(appPage))

  /** Gets a page into the state that is looked at. */
  async function prepare(visit: Visitor): Promise<void> {
    if (!prepared.has(visit)) await appPage.prepare?.(visit.page)
    prepared.add(visit)
    await settled(visit.page)
  }

  it('is shown with at most two requests to the API besides those for the name in the header and for sessions, and has a title', async () => {
    const requests = large.requests.filter((request) => !/users\.byId$|^\/api\/auth\//.test(request))
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(2)
    expect(await large.page.title()).toMatch(/Trellis$/)
  })

  // A busy machine can delay what reserves the space.
  it('does not move while it loads, on a large screen or on a phone', { retry: 2 }, async () => {
    expect(await layoutShift(large.page)).toBeLessThanOrEqual(0.02)
    expect(await layoutShift(phone.page)).toBeLessThanOrEqual(0.02)
  })

  it('has no accessibility violation, in light', async () => {
    await prepare(large)
    expect(await violations(large.page)).toEqual([])
    expect(await paleControls(large.page)).toEqual([])
  })

  it('fits a phone', async () => {
    await prepare(phone)
    expect(
      await phone.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBe(0)
  })

  it('has enough contrast in dark, and targets that a finger can hit', async () => {
    await prepare(phone)
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
