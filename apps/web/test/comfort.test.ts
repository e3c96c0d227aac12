import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { pages, settled } from './pages.ts'
import { serviceOf } from './service.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const { posts, comments } = serviceOf(server.url)
const create = (content: string) => posts.create.mutate({ authorId: 1, title: 'A post', content })
const box = async (locator: Locator) => {
  const found = await locator.boundingBox()
  if (!found) throw new Error('It is not on the page.')
  return { ...found, bottom: found.y + found.height }
}

describe('what is shown above the page', () => {
  it('leaves “Sign in again” free when there is a notice, too', async () => {
    const { page, open } = await visitor({
      as: server.admin,
      expects: /status of 401|ERR_FAILED/,
      viewport: { width: 390, height: 844 },
    })
    // It would notice the end of the session before.
    await page.route('**/trpc/changes.watch*', (route) => route.abort())
    await open('/authors')
    const follow = page.getByRole('button', { name: /^Follow/ }).first()
    await follow.waitFor()
    await page.context().clearCookies()
    await follow.click()
    await page.getByText('That was not saved').waitFor()
    await page.getByRole('link', { name: 'Sign in again' }).click({ timeout: 5_000 })
    await page.waitForURL(/sign-in/)
  })

  it('leaves the buttons of a dialog free when a field in it has a list', async () => {
    const { page, open } = await visitor({ as: server.admin })
    await open('/admin?part=tags')
    await page
      .getByRole('button', { name: /^Merge/ })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('combobox').fill('a')
    await page.getByRole('option').nth(3).waitFor()
    const list = await box(page.getByRole('listbox'))
    const button = await box(page.getByRole('dialog').getByRole('button', { name: 'Merge' }))
    expect(button.y).toBeGreaterThanOrEqual(list.bottom)
  })
})

describe('comments', () => {
  it('keep a distance: the note that there are none, the field for a reply, lists in lists', async () => {
    const { id } = await create('- one\n  - two\n- three')
    const { page, open } = await visitor({ as: server.admin })
    await open(`/posts/${id}`)
    const [note, button] = [
      page.getByText('No comment yet.'),
      page.getByRole('button', { name: 'Comment', exact: true }),
    ]
    await button.waitFor()
    expect((await box(note)).y - (await box(button)).bottom).toBeGreaterThanOrEqual(12)
    const items = page.locator('article li')
    expect((await box(items.nth(2))).y - (await box(items.nth(1))).bottom).toBeLessThan(12)
    await comments.create.mutate({ postId: id, authorId: 1, body: 'First' })
    await open(`/posts/${id}`)
    await page.getByRole('button', { name: /^Reply to/ }).click()
    const field = await box(page.getByRole('textbox', { name: 'Write a reply' }))
    expect(field.y - (await box(page.getByRole('button', { name: /^Reply to/ }))).bottom).toBeGreaterThanOrEqual(8)
  })

  it('are left by Escape while they are edited; what was typed is kept', async () => {
    const { id } = await create('Text')
    await comments.create.mutate({ postId: id, authorId: 1, body: 'First' })
    const { page, open } = await visitor({ as: server.admin })
    await open(`/posts/${id}`)
    const field = page.getByRole('textbox', { name: 'Edit the comment' })
    await page.getByRole('button', { name: /^Edit the/ }).click()
    await field.fill('First, and more')
    await field.press('Escape')
    await field.waitFor({ state: 'detached' })
    expect(await page.locator(':focus').getAttribute('id')).toMatch(/^comment-/)
    await page.getByRole('button', { name: /^Edit the/ }).click()
    expect(await field.inputValue()).toBe('First, and more')
  })
})

describe('the shortcut of the palette', () => {
  it.each([
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', '⌘ K'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'Ctrl K'],
  ])('is shown to %s as %s', async (userAgent, keys) => {
    const { page, open } = await visitor({ userAgent })
    await open('/')
    await expect.poll(() => page.locator('header kbd').textContent()).toBe(keys)
  })
})

describe('on a phone', () => {
  it('everything that is tapped is at least 24 pixels high and wide, except links in a text', async () => {
    const { page } = await visitor({
      as: server.admin,
      expects: /nothing-here/,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    })
    const small: string[] = []
    for (const { name, path, prepare } of pages) {
      await page.goto(path)
      await settled(page)
      await prepare?.(page)
      const found = await page.locator('a, button').evaluateAll((all) =>
        all
          .filter((element) => {
            const { width, height } = element.getBoundingClientRect()
            const hidden = width < 2 || getComputedStyle(element).visibility === 'hidden' || !element.checkVisibility()
            const inText =
              getComputedStyle(element).display === 'inline' && !element.closest('nav, footer, header, ul[class]')
            return !hidden && !inText && Math.min(width, height) < 24
          })
          .map((element) => element.outerHTML.slice(0, 160)),
      )
      small.push(...new Set(found.map((html) => `${name}: ${html}`)))
    }
    expect(small).toEqual([])
  })
})
