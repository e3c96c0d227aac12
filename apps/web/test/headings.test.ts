import { describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const { id } = await serviceOf(server.url).posts.create.mutate({
  authorId: 1,
  title: 'Headings',
  content: `## First\n\nText.[^1]\n\n### Below it\n\n## Second\n\n\`\`\`\n${'a long line '.repeat(40)}\n\`\`\`\n\n[^1]: A note.`,
})
const { page, open } = await visitor({ as: server.admin })
const headings = () =>
  page
    .locator('article :is(h2, h3, h4)')
    .evaluateAll((all) => all.map((heading) => `${heading.tagName} ${heading.textContent}`))

describe('the headings of a post', () => {
  it('start at h2, whatever the text starts with; the one of the footnotes is one of them', async () => {
    await open(`/posts/${id}`)
    await page.getByRole('heading', { name: 'First' }).waitFor()
    expect(await headings()).toEqual(['H2 First', 'H3 Below it', 'H2 Second', 'H2 Footnotes'])
    await page.getByRole('heading', { level: 2, name: 'Footnotes' }).waitFor()
  })

  it('link to themselves with a sign that is shown on hover, and are not all the current page', async () => {
    await open(`/posts/${id}`)
    const link = page.getByRole('heading', { name: 'First' }).getByRole('link')
    await link.hover()
    expect(await link.evaluate((element) => getComputedStyle(element, '::after').content)).toMatch(/#/)
    expect(await page.locator('article [aria-current]').count()).toBe(0)
    expect(await page.getByRole('heading', { name: 'Footnotes' }).getByRole('link').count()).toBe(0)
    await link.click()
    expect(new URL(page.url()).hash).toBe('#section-first')
  })
})

describe('a reader', () => {
  it('copies the link of a post, and tells authors apart by the colours of their avatars', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(`/posts/${id}`)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.url}/posts/${id}`)
    await open('/authors')
    await page.locator('main .mantine-Avatar-placeholder').first().waitFor()
    const colours = await page
      .locator('main .mantine-Avatar-placeholder')
      .evaluateAll((all) => all.map((avatar) => getComputedStyle(avatar).backgroundColor))
    expect(new Set(colours).size).toBeGreaterThan(3)
  })
})

describe('on paper', () => {
  it('a post has no buttons, and nothing is cut off', async () => {
    await open(`/posts/${id}`)
    await page.getByText('a long line').waitFor()
    await page.emulateMedia({ media: 'print' })
    // The field of a comment has an invisible one beside it, by which it is measured.
    const shown = await page
      .locator('button, a[class*=Button], input, textarea')
      .evaluateAll((all) =>
        all
          .filter((element) => element.checkVisibility({ visibilityProperty: true }))
          .map(({ outerHTML }) => outerHTML),
      )
    expect(shown).toEqual([])
    expect(await page.locator('pre').evaluate((pre) => pre.scrollWidth <= pre.clientWidth)).toBe(true)
    await page.emulateMedia({ media: null })
  })
})
