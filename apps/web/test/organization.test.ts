import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const admin = await visitor({ as: server.admin, expects: /status of 409/ })
const { page } = admin
const { employees } = serviceOf(server.url)

const person = (name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}`) })
/** Where everybody is in the demo content. */
const { items: people } = await employees.list.query({ limit: 100 })
const about = (name: string) => page.getByRole('region', { name })

describe('the org chart', () => {
  beforeEach(async () => {
    for (const { id, managerId } of (await employees.list.query({ limit: 100 })).items) {
      const before = people.find((person) => person.id === id)
      if (before && before.managerId !== managerId) await employees.move.mutate({ id, managerId: before.managerId })
    }
    admin.requests.splice(0)
    await admin.open('/organization')
    await person('Walter Brandt').waitFor()
  })

  it('shows every tree with two requests', async () => {
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(40)
    expect(admin.requests.length).toBe(2)
  })

  it('closes and opens what is below somebody', async () => {
    const rafael = person('Rafael Monteiro')
    await rafael.getByText('−').click()
    await person('Arjun Mehta').waitFor({ state: 'detached' })
    expect(await rafael.getAttribute('aria-expanded')).toBe('false')
    await rafael.focus()
    await page.keyboard.press('ArrowRight')
    await person('Arjun Mehta').waitFor()
    await page.getByRole('button', { name: 'Collapse all' }).click()
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(2)
  })

  it('finds a person, opens what hides them, and says to whom they report', async () => {
    await page.getByRole('combobox', { name: 'Find a person' }).fill('aylin')
    await page.getByRole('option', { name: /Aylin Demir/ }).click()
    await person('Aylin Demir').waitFor()
    expect(await person('Aylin Demir').getAttribute('aria-selected')).toBe('true')
    await about('Aylin Demir').getByRole('button', { name: 'Kwabena Mensah' }).waitFor()
    expect(new URL(page.url()).searchParams.has('person')).toBe(true)
  })

  it('grows and shrinks', async () => {
    const width = () => person('Margaret Osei').evaluate((card) => Math.round(card.getBoundingClientRect().width))
    const before = await width()
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await expect.poll(width).toBeGreaterThan(before)
    await page.getByRole('button', { name: 'Fit into view' }).click()
    await expect.poll(width).toBeLessThanOrEqual(before)
  })

  it('moves somebody by dragging', async () => {
    await page.getByRole('button', { name: 'Fit into view' }).click()
    await person('Isla Robertson').dragTo(person('Anneke de Vries'))
    await page.getByText('Isla Robertson now reports to Anneke de Vries.').waitFor()
    await about('Isla Robertson').getByRole('button', { name: 'Anneke de Vries' }).waitFor()
  })

  it('moves somebody by the keyboard alone', async () => {
    await person('Margaret Osei').focus()
    await page.keyboard.press('End')
    expect(await page.locator(':focus').textContent()).toMatch(/^Joaquín Vidal/)
    await page.keyboard.press('m')
    await page.getByText('Moving Joaquín Vidal').waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText('Joaquín Vidal now reports to Anneke de Vries.').waitFor()
  })

  it('puts nobody anywhere after Escape', async () => {
    await person('Walter Brandt').focus()
    await page.keyboard.press('m')
    await page.getByText('Moving Walter Brandt').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Moving Walter Brandt').waitFor({ state: 'detached' })
    expect(await person('Walter Brandt').getAttribute('aria-level')).toBe('1')
  })

  it('makes somebody the head of a tree of their own', async () => {
    await person('Yara Benali').click()
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByRole('button', { name: 'No manager' }).click()
    await page.getByText('Yara Benali now reports to nobody.').waitFor()
    expect(await person('Yara Benali').getAttribute('aria-level')).toBe('1')
  })

  it('refuses to put somebody below themselves, and leaves all as it was', async () => {
    await page.getByRole('button', { name: 'Fit into view' }).click()
    await person('Margaret Osei').dragTo(person('Luis Ortega'))
    await page.getByText('Margaret Osei stays').waitFor()
    await page.getByText('An employee cannot be moved under themselves or one of their subordinates.').waitFor()
    expect(await person('Margaret Osei').getAttribute('aria-level')).toBe('1')
  })

  it('lets nobody but admins move anyone', async () => {
    const guest = await visitor()
    await guest.open('/organization')
    const card = guest.page.getByRole('treeitem', { name: /^Margaret Osei/ })
    await card.click()
    await guest.page.getByRole('region', { name: 'Margaret Osei' }).waitFor()
    expect(await card.getAttribute('draggable')).toBe('false')
    expect(await guest.page.getByRole('button', { name: 'Move', exact: true }).count()).toBe(0)
  })
})

describe('an org chart of a thousand people', () => {
  it('opens at its first two levels, opens wholly in one go, and finds the last of them', async () => {
    const earlier = await employees.list.query({ q: 'Aaron Amber' })
    for (const { id } of earlier.items) await employees.delete.mutate({ id, subordinates: 'cascade' })
    const root = await employees.create.mutate({ name: 'Aaron Amber' })
    const below = (managerId: number, names: string[]) =>
      Promise.all(names.map((name) => employees.create.mutate({ name, managerId })))
    const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${index}`)
    const leads = await below(root.id, numbered('Lead', 10))
    await Promise.all(leads.map(({ id, name }) => below(id, numbered(`${name}, member`, 96))))
    await below(leads.at(-1)?.id ?? root.id, ['Zuletzt Gekommen'])

    const { page, open, requests } = await visitor()
    await open('/organization')
    await page.getByText('1,012 people').waitFor()
    expect(requests.length).toBe(2)
    expect(await page.getByRole('treeitem').count()).toBeLessThan(40)
    await page.getByRole('combobox', { name: 'Find a person' }).fill('zuletzt')
    await page.getByRole('option', { name: 'Zuletzt Gekommen' }).click()
    await page.getByRole('treeitem', { name: /^Zuletzt/, selected: true }).waitFor()
    await page.getByRole('button', { name: 'Expand all' }).click()
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(1_012)
    // Everybody at once would be too small to see.
    await page.getByRole('button', { name: 'Fit into view' }).click()
    const zoom = page.getByRole('status', { name: 'Zoom' })
    await expect.poll(() => zoom.textContent()).toBe('40%')
    await expect.poll(() => inSight(page)).toBeGreaterThan(10)
    await page.getByRole('combobox', { name: 'Find a person' }).fill('zuletzt')
    await page.getByRole('option', { name: 'Zuletzt Gekommen' }).click()
    await expect.poll(() => zoom.textContent()).toBe('100%')
    await expect
      .poll(() => page.getByRole('treeitem', { name: /^Zuletzt/ }).evaluate((card) => card.getBoundingClientRect().top))
      .toBeLessThan(860)
    await page.getByRole('button', { name: 'Fit into view' }).click()
    await page.getByRole('button', { name: 'Collapse all' }).click()
    await expect.poll(() => zoom.textContent()).toBe('100%')
    await expect.poll(() => inSight(page)).toBeGreaterThan(0)
  })

  it('is as wide as the screen', async () => {
    const { page, open } = await visitor({ viewport: { width: 1920, height: 1000 } })
    await open('/organization')
    const canvas = page.locator('[class*=canvas]')
    await canvas.waitFor()
    expect(await canvas.evaluate((element) => element.clientWidth)).toBeGreaterThan(1800)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})

/** How many people of the chart are on the screen, in cards of at least 15 pixels. */
const inSight = (page: Page) =>
  page.getByRole('treeitem').evaluateAll(
    (cards) =>
      cards.filter((card) => {
        const { top, bottom, left, height } = card.getBoundingClientRect()
        return bottom > 0 && top < innerHeight && left < innerWidth && height >= 15
      }).length,
  )
