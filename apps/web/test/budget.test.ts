import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { settled } from './pages.ts'
import { openWorld } from './world.ts'

const { visitor } = await openWorld()

describe('requests', () => {
  it('lets a page be there before the click, because the pointer came near its link', async () => {
    const { page, open, requests } = await visitor()
    await open('/')
    const link = page.getByRole('article').first().getByRole('heading').getByRole('link')
    await link.hover()
    await expect.poll(() => requests.some((path) => path.includes('posts.byId'))).toBe(true)
    await page.waitForLoadState('networkidle')
    const before = requests.length
    await link.click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
    // Replies are read when their comment comes near the screen, and not before.
    expect(requests.slice(before).filter((path) => !path.includes('comments.replies'))).toEqual([])
  })
})

describe('the JavaScript', () => {
  it.each([
    ['/', 170],
    ['/posts/60', 220],
  ])('of %s is at most %i kB, gzipped, in at most 15 files', async (path, kilobytes) => {
    const { page, open } = await visitor()
    const scripts = new Set<string>()
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.add(new URL(response.url()).pathname)
    })
    await open(path)
    await settled(page)
    await page.waitForLoadState('networkidle')
    const dist = fileURLToPath(new URL('../dist', import.meta.url))
    // A post with code on the screen also loads the highlighter and the grammar of that language.
    const isForCode = (path: string) => /\/(highlight|sql)-/.test(path)
    const size = (paths: string[]) =>
      paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0) / 1_000
    const forAll = [...scripts].filter((path) => !isForCode(path))
    expect(forAll.length).toBeLessThanOrEqual(15)
    expect(size(forAll)).toBeLessThan(kilobytes)
    expect(size([...scripts].filter(isForCode))).toBeLessThan(15)
  })

  it('of home leaves Markdown, forms and the org chart to the pages that need them', async () => {
    const { page, open } = await visitor()
    const texts: Promise<string>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') texts.push(response.text())
    })
    await open('/')
    await settled(page)
    const code = (await Promise.all(texts)).join('')
    for (const sign of ['mdast', 'treeitem', 'better-auth']) expect(code).not.toContain(sign)
  })
})

describe('the processor time until a page can be used', () => {
  it.each([
    ['/', 1],
    ['/stats', 1],
  ])('of %s is less than %i s', async (path, seconds) => {
    const { page } = await visitor()
    const session = await page.context().newCDPSession(page)
    // Time of the processor, not of the clock: what else runs on the machine does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.goto(path)
    await page.locator('main :is(article, ol)').first().waitFor()
    const { metrics } = await session.send('Performance.getMetrics')
    const busy = metrics.find(({ name }) => name === 'TaskDuration')?.value
    expect(busy).toBeGreaterThan(0)
    expect(busy).toBeLessThan(seconds)
  })
})
