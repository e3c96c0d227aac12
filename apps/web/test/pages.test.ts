import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paleControls } from './contrast.ts'
import { collectShifts, layoutShift, slowNetwork } from './layout-shift.ts'
import { pages, settled } from './pages.ts'
import { openWorld, type Visitor } from './world.ts'

const { server, visitor } = await openWorld()

describe.each(pages)('$name', ({ name, path, signedIn, prepare }) => {
  let visit: Visitor
  beforeAll(async () => {
    visit = await visitor({
      colorScheme: 'light',
      reducedMotion: 'reduce',
      ...(signedIn && { as: server.admin }),
      ...(name === 'not-found' && { expects: /status of 404/ }),
    })
    await slowNetwork(visit.page)
    await collectShifts(visit.page)
    await visit.open(path)
    await settled(visit.page)
  })
  afterAll(() => visit.page.context().close())

  it('is shown with at most two requests to the API besides those for the name in the header and for sessions, and has a title', async () => {
    const requests = visit.requests.filter((request) => !/users\.byId$|^\/api\/auth\//.test(request))
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(2)
    expect(await visit.page.title()).toMatch(/Trellis$/)
  })

  // A busy machine can delay what reserves the space: then the page is loaded again, for the next attempt.
  it('does not move while it loads', { retry: 2 }, async ({ task }) => {
    if (task.result?.retryCount) {
      await visit.open(path)
      await settled(visit.page)
    }
    expect(await layoutShift(visit.page)).toBeLessThanOrEqual(0.02)
  })

  it('has no accessibility violation, in light', async () => {
    await prepare?.(visit.page)
    await settled(visit.page)
    expect(await violations(visit.page)).toEqual([])
    expect(await paleControls(visit.page)).toEqual([])
  })

  it('fits a phone, and does not move while it loads there', async () => {
    await visit.page.setViewportSize({ width: 390, height: 780 })
    await visit.page.emulateMedia({ colorScheme: 'dark' })
    await visit.page.goto('about:blank')
    await visit.page.goto(path)
    await settled(visit.page)
    expect(await layoutShift(visit.page)).toBeLessThanOrEqual(0.02)
    await prepare?.(visit.page)
    await settled(visit.page)
    expect(
      await visit.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBe(0)
  })

  it('has enough contrast in dark, and targets that a finger can hit', async () => {
    await visit.page.locator('html[data-mantine-color-scheme=dark]').waitFor()
    const rules = ['color-contrast', 'link-in-text-block', 'target-size']
    expect(await violations(visit.page, rules)).toEqual([])
    expect(await paleControls(visit.page)).toEqual([])
  })
})

/** What axe finds, by all of its rules or by some. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // In the page itself: there are no frames, and another page to gather them costs more than the rules.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`))
}
