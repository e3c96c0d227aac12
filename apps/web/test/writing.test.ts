import { beforeEach, describe, expect, it } from 'vitest'
import { unique } from './unique.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const { page, open } = await visitor({ as: server.admin })
const field = (name: string) => page.getByRole('textbox', { name })
const tags = () => page.locator('.mantine-TagsInput-pill').allTextContents()

beforeEach(async () => {
  await open('/write')
  await page.evaluate(() => localStorage.clear())
  await open('/write')
})

describe('Enter in a field of one line', () => {
  it('does not publish the post; Ctrl and Enter do', async () => {
    await field('Title').fill('Not yet')
    await field('Text').fill('Some text')
    await field('Title').press('Enter')
    await page.getByLabel('Category').first().fill('Engineering')
    await page.getByLabel('Category').first().press('Enter')
    await page.getByLabel('Tags').first().press('Enter')
    expect(new URL(page.url()).pathname).toBe('/write')
    await field('Title').press('Control+Enter')
    await page.waitForURL(/\/posts\/\d+$/)
  })
})

describe('a draft', () => {
  it('is saved while it is written, listed with its dates, published, unpublished and deleted', async () => {
    const title = unique('Slow bread ')
    const reader = await visitor({ expects: /status of 404/ })
    await field('Title').fill(title)
    await field('Text').fill('Flour')
    await page.getByText('Draft saved').waitFor()
    // The text goes on as it was, at the address of the draft.
    await field('Text').press('End')
    await field('Text').pressSequentially(' and water')
    await page.waitForURL(/\?draft=\d+$/)
    await page.getByText('Draft saved').waitFor()
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('trellis-draft'))),
    ).toEqual([])
    const id = new URL(page.url()).searchParams.get('draft')
    await reader.open(`/posts/${id}`)
    await reader.page.getByText('There is no such post').waitFor()

    // "Write a post" is another text.
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'Write a post' }).click()
    await expect.poll(() => field('Title').inputValue()).toBe('')
    await page.getByRole('button', { name: /^Account of/ }).click()
    await page.getByRole('menuitem', { name: 'My drafts' }).click()
    const row = page.getByRole('article', { name: title })
    await row.getByText(/^Changed (just now|\d minutes? ago)/).waitFor()
    await row.getByRole('link', { name: title }).click()
    await expect.poll(() => field('Text').inputValue()).toBe('Flour and water')
    await field('Title').press('Control+Enter')
    await page.waitForURL(new RegExp(`/posts/${id}$`))
    await reader.open(`/posts/${id}`)
    await reader.page.getByText('Flour and water').waitFor()

    await page.getByRole('button', { name: 'Unpublish' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Unpublish' }).click()
    await page.getByText('This is a draft').waitFor()
    await reader.open(`/posts/${id}`)
    await reader.page.getByText('There is no such post').waitFor()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('This is a draft').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Unpublish' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Unpublish' }).click()
    // Going to another page before the answer would cancel the call.
    await page.getByText('This is a draft').waitFor()
    await open('/drafts')
    await row.getByText(/first published (just now|\d minutes? ago)/).waitFor()
    await row.getByRole('button', { name: `Delete: ${title}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await row.waitFor({ state: 'detached' })
  })

  it('of a closed tab, and of the version before, becomes one of the server', async () => {
    const title = unique('Kept for long ')
    await page.evaluate((title) => {
      const draft = { title, content: 'In this browser only', category: '', tags: ['bread'], base: 0 }
      localStorage.setItem('trellis-draft:1:new:closed', JSON.stringify(draft))
    }, title)
    await open('/write')
    await page.getByText('Saved in My drafts').waitFor()
    await open('/drafts')
    await page.getByRole('link', { name: title }).click()
    await expect.poll(() => field('Text').inputValue()).toBe('In this browser only')
    expect(await tags()).toEqual(['bread'])
  })
})

describe('changes of a published post', () => {
  it('stay in this browser until they are saved, which the page of the post says', async () => {
    await open('/posts/2/edit')
    await field('Title').fill('Not saved yet')
    await open('/posts/2')
    await page.getByText('You have changed this post').waitFor()
    await page.getByRole('link', { name: 'Go on' }).click()
    await expect.poll(() => field('Title').inputValue()).toBe('Not saved yet')
    await page.getByRole('button', { name: 'Discard it' }).click()
    await open('/posts/2')
    await page.getByRole('article').first().waitFor()
    expect(await page.getByText('You have changed this post').count()).toBe(0)
  })
})

describe('tags', () => {
  it('are completed: the first suggestion is taken by Enter', async () => {
    await page.getByLabel('Tags').first().pressSequentially('sq')
    await page.locator('[data-combobox-selected]', { hasText: 'sql' }).waitFor()
    await page.keyboard.press('Enter')
    expect(await tags()).toEqual(['sql'])
  })

  it('say that they are new before they are made', async () => {
    await page.getByLabel('Tags').first().pressSequentially('sq')
    await page.getByRole('option', { name: 'New tag: sq' }).click()
    expect(await tags()).toEqual(['sq'])
    await page.getByLabel('Tags').first().pressSequentially('never seen')
    await page.locator('[data-combobox-selected]', { hasText: 'New tag: never seen' }).waitFor()
  })
})

describe('the list of categories', () => {
  it('is below its field, and hides neither the field nor the label', async () => {
    await page.setViewportSize({ width: 1280, height: 700 })
    const category = page.getByLabel('Category').first()
    await category.evaluate((element) => element.scrollIntoView({ block: 'end' }))
    await category.click()
    const list = page.getByRole('listbox', { name: 'Category' })
    await list.waitFor()
    const bottom = await category.evaluate((element) => element.getBoundingClientRect().bottom)
    await expect
      .poll(() => list.evaluate((element) => element.getBoundingClientRect().top))
      .toBeGreaterThanOrEqual(bottom)
  })
})

describe('the text', () => {
  it.each([
    ['Bold', 'Control+b', '**word**'],
    ['Italic', 'Control+i', '_word_'],
    ['Link', 'Control+k', '[word](https://)'],
    ['Code', 'Control+e', '`word`'],
    ['List', 'Control+Shift+Digit8', '- word'],
    ['Quote', 'Control+Shift+Digit9', '> word'],
  ])('gets the format %s by a button, and by %s', async (label, keys, formatted) => {
    const text = field('Text')
    await text.fill('word')
    await text.selectText()
    await page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: label }).click()
    expect(await text.inputValue()).toBe(formatted)
    await page.keyboard.press('Control+z')
    expect(await text.inputValue()).toBe('word')
    await text.selectText()
    await text.press(keys)
    expect(await text.inputValue()).toBe(formatted)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('has its preview beside it from 1280 pixels', async () => {
    await field('Text').fill('## A heading')
    await page.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'A heading' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.setViewportSize({ width: 1000, height: 700 })
    await page.getByRole('region', { name: 'Preview' }).waitFor({ state: 'detached' })
    await page.setViewportSize({ width: 1280, height: 860 })
  })
})
