import { AxeBuilder } from '@axe-core/playwright'
import { describe, expect, it } from 'vitest'
import { pages, settled } from './pages.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each(pages)('$name has nothing that axe finds fault with', async ({ path, signedIn, prepare }) => {
    const { page, open } = await visitor({
      colorScheme,
      reducedMotion: 'reduce',
      ...(signedIn && { as: server.admin }),
    })
    await open(path)
    await settled(page)
    await prepare?.(page)
    await settled(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join('\n')}`,
    )
    expect(found).toEqual([])
    expect(await page.title()).toMatch(/Trellis$/)
    await page.context().close()
  })
})

describe('on a phone', () => {
  it.each(pages)('$name is no wider than the screen', async ({ path, signedIn, prepare }) => {
    const { page, open } = await visitor({
      viewport: { width: 390, height: 780 },
      ...(signedIn && { as: server.admin }),
    })
    await open(path)
    await settled(page)
    await prepare?.(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await page.context().close()
  })

  it('leads everywhere through its menu', async () => {
    const { page, open } = await visitor({ viewport: { width: 390, height: 780 } })
    await open('/')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'Topics' }).click()
    await page.getByRole('heading', { level: 1, name: 'Topics' }).waitFor()
    await page.context().close()
  })
})

describe('by keyboard', () => {
  it('skips to the content, and moves the focus to a page that is gone to', async () => {
    const { page, open } = await visitor()
    await open('/')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').getAttribute('id')).toBe('main')
    await page.getByRole('link', { name: 'Stats' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Stats' }).waitFor()
    await expect.poll(() => page.locator(':focus').getAttribute('id')).toBe('main')
  })

  it('opens a menu, chooses dark, and keeps it through a reload', async () => {
    const { page, open } = await visitor({ colorScheme: 'light' })
    await open('/')
    await page.getByRole('button', { name: 'Appearance' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme')
    await expect.poll(scheme).toBe('dark')
    await page.reload()
    expect(await scheme()).toBe('dark')
  })
})
