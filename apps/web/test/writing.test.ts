import { beforeEach, describe, expect, it } from 'vitest'
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
