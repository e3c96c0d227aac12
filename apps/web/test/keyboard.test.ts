import { describe, expect, it } from 'vitest'
import { openWorld } from './world.ts'

const { visitor } = await openWorld()

describe('on a phone', () => {
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

  it('keeps what is typed while the search before it takes effect', async () => {
    const { page, open } = await visitor()
    await page.addInitScript(() => {
      const replaceState = history.replaceState.bind(history)
      history.replaceState = (state, unused, url) => {
        replaceState(state, unused, url)
        if (!String(url).endsWith('?q=ken')) return
        document.execCommand('insertText', false, 'j')
        setTimeout(() => document.execCommand('insertText', false, 'i'), 50)
      }
    })
    await open('/authors')
    await page.getByRole('searchbox', { name: 'Find an author' }).fill('ken')
    await page.waitForURL('**/authors?q=kenji')
    expect(await page.getByRole('searchbox', { name: 'Find an author' }).inputValue()).toBe('kenji')
  })

  it('goes to the page of a link that is followed before the search takes effect', async () => {
    const { page, open } = await visitor()
    await open('/authors')
    await page.getByRole('searchbox', { name: 'Find an author' }).focus()
    const loads = Promise.withResolvers<void>()
    await page.route('**/assets/**', async (route) => {
      await loads.promise
      await route.continue()
    })
    await page.evaluate(() => {
      document.execCommand('insertText', false, 'ken')
      document.querySelector<HTMLAnchorElement>('header a[href="/stats"]')?.click()
      // The timer of the search is shorter and was started earlier, so it has fired when this one fires.
      return new Promise((fired) => setTimeout(fired, 300))
    })
    loads.resolve()
    await page.getByRole('heading', { level: 1, name: 'Stats' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/stats')
  })

  it('comes to the first field that is wrong', async () => {
    const { page, open } = await visitor({ expects: /status of 400/ })
    await open('/sign-up')
    await page.getByLabel('Name', { exact: true }).fill('Ivy')
    await page.keyboard.press('Enter')
    const focus = page.locator(':focus')
    await expect.poll(() => focus.getAttribute('autocomplete')).toBe('username')
    expect(await focus.getAttribute('aria-invalid')).toBe('true')
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

  it('finds a page, a post or a person with Ctrl+K, and chooses with the arrow keys', async () => {
    const { page, open, requests } = await visitor()
    await open('/')
    const go = page.getByRole('textbox', { name: 'Go to' })
    const find = async (text: string, option: string) => {
      await page.keyboard.press('Control+K')
      await go.fill(text)
      await page.getByRole('dialog', { name: 'Go to' }).getByRole('button', { name: option }).first().waitFor()
    }
    expect(requests.filter((path) => path.includes('search.posts'))).toEqual([])
    const chosen = (label: string) => expect.poll(() => page.locator('[data-selected]').textContent()).toContain(label)
    await find('kenji', '@kenji')
    await page.keyboard.press('ArrowUp')
    await chosen('@kenji')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/authors/kenji')
    await find('stats', 'Stats')
    await chosen('Stats')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Stats' }).waitFor()
    await page.keyboard.press('Control+K')
    await go.fill('qqqqqq')
    await page.getByRole('dialog').getByText('Nothing found').waitFor()
  })
})
