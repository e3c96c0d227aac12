import { beforeEach, describe, expect, it } from 'vitest'
import { settled } from './pages.ts'
import { serviceOf } from './service.ts'
import { unique } from './unique.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const { page, open } = await visitor({ as: server.admin, expects: /status of 404/ })
beforeEach(async () => {
  await page.emulateMedia({ media: null, colorScheme: null })
  await page.setViewportSize({ width: 1280, height: 860 })
})

describe('a reload', () => {
  it.each([900, 3_800])('keeps the scroll position of %i px', async (top) => {
    await open('/')
    await settled(page)
    await expect
      .poll(
        () =>
          page.evaluate((top) => {
            scrollTo({ top, behavior: 'instant' })
            return scrollY
          }, top),
        { timeout: 15_000 },
      )
      .toBe(top)
    await page.reload()
    await page.getByRole('article').first().waitFor()
    await expect.poll(() => page.evaluate(() => scrollY)).toBeCloseTo(top, -1)
  })
})

describe('an address that leads nowhere', () => {
  it.each([
    ['/?category=9999', 'No post here'],
    ['/?tag=no-such-tag', 'No post here'],
    ['/authors?q=nobody-at-all', 'No author matches “nobody-at-all”'],
    ['/organization?person=99999', 'The person that this link leads to is not in the chart.'],
  ])('is explained on %s', async (path, explanation) => {
    await open(path)
    await page.getByText(explanation).waitFor()
  })

  it('shows all authors for an empty search', async () => {
    await open('/authors?q=')
    await page.getByRole('article').first().waitFor()
  })
})

describe('a word of a hundred letters', () => {
  it('wraps in titles, names and messages on a phone', async () => {
    const { users, profiles, posts } = serviceOf(server.url)
    const username = unique('long')
    const word = (start: string) => start.padEnd(100, 'abc')
    const { id: authorId } = await users.create.mutate({ username, email: `${username}@example.com` })
    await profiles.create.mutate({ userId: authorId, fullName: word('Name') })
    const tag = word(username)
    const tags = { connectOrCreate: [{ name: tag }] }
    const { id } = await posts.create.mutate({ authorId, title: word('Title'), content: 'Content', tags })
    await page.setViewportSize({ width: 390, height: 780 })
    for (const path of [`/posts/${id}`, `/?tag=${tag}`, `/authors/${username}`, `/search?q=${tag.slice(0, 63)}z`]) {
      await open(path)
      await settled(page)
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect([path, wider]).toEqual([path, 0])
    }
  })
})

describe('a list of tasks', () => {
  it('says which are done', async () => {
    const { posts } = serviceOf(server.url)
    const { id } = await posts.create.mutate({ authorId: 1, title: unique('Tasks '), content: '- [x] one\n- [ ] two' })
    await open(`/posts/${id}`)
    await page.getByRole('checkbox', { name: 'Done', checked: true }).waitFor()
    await page.getByRole('checkbox', { name: 'To do', checked: false }).waitFor()
  })
})

describe('the page shows where one is', () => {
  it('marks the active topic, and only that', async () => {
    await open('/')
    const topics = page.getByRole('complementary', { name: 'Topics' })
    await topics.getByRole('link', { name: /^#/ }).first().click()
    await expect.poll(() => topics.locator('[aria-current]').count()).toBe(1)
    const background = (index: number) =>
      topics
        .getByRole('link', { name: /^#/ })
        .nth(index)
        .evaluate((link) => getComputedStyle(link).backgroundColor)
    expect(await background(0)).not.toBe(await background(1))
  })

  it('keeps the logo and the account in the middle of the header, also while the menu is open', async () => {
    await open('/')
    const account = page.getByRole('button', { name: 'Account of ada' })
    await account.waitFor()
    const middles = () =>
      page.evaluate(() => {
        const middle = (element: Element | null | undefined) => {
          const box = element?.getBoundingClientRect()
          return box ? box.top + box.height / 2 : Number.NaN
        }
        const header = document.querySelector('header')
        const avatar = [...document.querySelectorAll('header button')].find((button) =>
          /Account/.test(button.textContent),
        )
        return [middle(header), middle(header?.querySelector('svg')), middle(avatar)]
      })
    const even = async () => {
      const [header = 0, ...others] = await middles()
      return Math.max(...others.map((other) => Math.abs(other - header)))
    }
    expect(await even()).toBeLessThanOrEqual(1)
    await account.click()
    await page.getByRole('menuitem', { name: 'Account', exact: true }).waitFor()
    expect(await even()).toBeLessThanOrEqual(1)
  })

  it('has the same initials for a person everywhere', async () => {
    await open('/authors/ada')
    await expect.poll(() => page.locator('header .mantine-Avatar-root').allTextContents()).toEqual(['AL', 'AL'])
  })
})

describe('a post', () => {
  it('prints as its text alone, in black', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await open('/posts/60')
    await page.locator('article p').first().waitFor()
    for (const name of ['banner', 'contentinfo', 'button', 'textbox'] as const) {
      expect(await page.getByRole(name).count(), name).toBe(0)
    }
    expect(
      await page
        .locator('article p')
        .first()
        .evaluate((text) => getComputedStyle(text).color),
    ).toBe('rgb(0, 0, 0)')
    expect(await page.locator('#comments').isVisible()).toBe(false)
  })

  it('lets each paragraph run in the direction of its script, and shows a task list without bullets', async () => {
    const service = serviceOf(server.url)
    const content = `שלום לכולם\n\nLeft to right.\n\n- [ ] to do\n- [x] done\n\n${'x'.repeat(280)}`
    const { id } = await service.posts.create.mutate({ authorId: 1, title: 'مرحبا بالعالم', content })
    await page.setViewportSize({ width: 390, height: 780 })
    await open(`/posts/${id}`)
    const direction = (text: string) => page.getByText(text).evaluate((element) => getComputedStyle(element).direction)
    expect([await direction('שלום'), await direction('Left to right'), await direction('مرحبا')]).toEqual([
      'rtl',
      'ltr',
      'rtl',
    ])
    const list = page.locator('ul', { hasText: 'to do' })
    expect(await list.evaluate((element) => getComputedStyle(element).listStyleType)).toBe('none')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })

  it('breaks long names of topics where they would leave the screen', async () => {
    const title = unique('Long topics ')
    const [tag, category] = [unique('t'.repeat(98)), unique('c'.repeat(98))] as const
    await serviceOf(server.url).posts.create.mutate({
      authorId: 1,
      title,
      content: '> הציטוט',
      category: { connectOrCreate: { name: category } },
      tags: { connectOrCreate: [{ name: tag }] },
    })
    await page.setViewportSize({ width: 390, height: 780 })
    for (const path of ['/', '/topics', `/search?q=${title}`]) {
      await open(path)
      await page.getByText(tag).first().waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    }
    await page.setViewportSize({ width: 1280, height: 860 })
    await open('/')
    await page.getByRole('complementary').getByText(category).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280)
    await page.getByRole('link', { name: title, exact: true }).click()
    const side = page.locator('blockquote').evaluate((quote) => getComputedStyle(quote).borderRightWidth)
    expect(await side).toBe('3px')
  })
})
