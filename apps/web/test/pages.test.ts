import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pages, settled } from './pages.ts'
import { openWorld, type Visitor } from './world.ts'

const { server, visitor } = await openWorld()

describe.each(pages)('$name', ({ path, signedIn, prepare }) => {
  let visit: Visitor
  beforeAll(async () => {
    visit = await visitor({ colorScheme: 'light', reducedMotion: 'reduce', ...(signedIn && { as: server.admin }) })
    await visit.open(path)
    await settled(visit.page)
  })
  afterAll(() => visit.page.context().close())

  it('is shown with at most two requests to the API, and has a title', async () => {
    expect(visit.requests.length, visit.requests.join('\n')).toBeLessThanOrEqual(2)
    expect(await visit.page.title()).toMatch(/Trellis$/)
  })

  it('has nothing that axe finds fault with, in light', async () => {
    await prepare?.(visit.page)
    await settled(visit.page)
    expect(await faults(visit.page)).toEqual([])
  })

  it('has nothing that axe finds fault with, in dark', async () => {
    await visit.page.emulateMedia({ colorScheme: 'dark' })
    await visit.page.locator('html[data-mantine-color-scheme=dark]').waitFor()
    // Nothing else than colours has changed.
    expect(await faults(visit.page, ['color-contrast', 'link-in-text-block'])).toEqual([])
  })

  it('is no wider than a phone', async () => {
    await visit.page.setViewportSize({ width: 390, height: 780 })
    const overflow = () =>
      visit.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await expect.poll(overflow).toBe(0)
  })
})

/** What axe finds fault with, by all of its rules or by some. */
async function faults(page: Page, rules?: string[]): Promise<string[]> {
  // In the page itself: there are no frames, and another page to gather them costs more than the rules.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`))
}
