import { afterEach, describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { wantRecentSignIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { unique } from './unique.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const service = serviceOf(server.url)
const admin = await visitor({ as: server.admin, expects: /status of (400|401|403|409)/ })
const { page, open } = admin
afterEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }))
const row = (name: string) => page.getByRole('article', { name, exact: true })
const dialog = page.getByRole('dialog')

/** Searches in a part of the administration. */
async function find(part: string, q: string) {
  await open(`/admin?part=${part}`)
  await page.getByRole('searchbox', { name: `Find ${part}` }).fill(q)
}

async function newUser() {
  const username = unique('fern')
  await service.users.create.mutate({ username, email: `${username}@example.com` })
  return username
}

/** A post with a category and two tags, whose names are given. */
const newPost = (category: string, ...tags: string[]) =>
  service.posts.create.mutate({
    authorId: 1,
    title: 'Colours',
    content: 'Of leaves.',
    category: { connectOrCreate: { name: category } },
    tags: { connectOrCreate: tags.map((name) => ({ name })) },
  })

describe('an admin', () => {
  it('gets there by the menu, finds a user by the e-mail address, and makes them an admin', async () => {
    const fern = await newUser()
    await open('/')
    await page.getByRole('button', { name: 'Account of ada' }).click()
    await page.getByRole('menuitem', { name: 'Administration' }).click()
    await page.getByRole('searchbox', { name: 'Find users' }).fill(`${fern}@example`)
    await row(fern).getByText('0 posts').waitFor()
    await row(fern)
      .getByRole('button', { name: `Change role: ${fern}` })
      .click()
    await dialog.getByRole('button', { name: 'Make admin' }).click()
    await row(fern).getByText('admin', { exact: true }).waitFor()
  })

  it('deletes a user after seeing what goes, with the password if the sign-in is not recent', async () => {
    const fern = await newUser()
    await wantRecentSignIn(page, 'users.delete')
    await find('users', fern)
    await row(fern)
      .getByRole('button', { name: `Delete: ${fern}` })
      .click()
    await dialog.getByText('0 posts').waitFor()
    await dialog.getByLabel(`Type ${fern} to confirm`).fill(fern)
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    const password = dialog.getByLabel('Your password', { exact: true })
    await password.fill('not the password')
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await dialog.getByText('This is not your password.').waitFor()
    await password.fill(server.admin.password)
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('No users found.').waitFor()
  })

  it('renames a tag, is told when the name is taken, and merges it into the other', async () => {
    const [right, wrong, other] = [unique('colour'), unique('colur'), unique('hue')] as const
    await newPost(unique('Leafs'), right, wrong)
    await find('tags', wrong)
    await row(wrong)
      .getByRole('button', { name: `Rename: ${wrong}` })
      .click()
    await dialog.getByLabel('Name').fill(right)
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await dialog.getByText('There is a tag of this name.').waitFor()
    await dialog.getByLabel('Name').fill(other)
    await dialog.getByRole('button', { name: 'Rename' }).click()
    // A page that is left before the response may abort the request.
    await dialog.waitFor({ state: 'detached' })
    await find('tags', other)
    await row(other)
      .getByRole('button', { name: `Merge: ${other}` })
      .click()
    await dialog.getByRole('combobox', { name: 'Move 1 post to' }).fill(right)
    await page.getByRole('option', { name: right, exact: true }).click()
    await dialog.getByRole('button', { name: 'Merge' }).click()
    await page.getByText('No tags found.').waitFor()
    await find('tags', right)
    await row(right).getByText('1 post').waitFor()
  })

  it('merges a category, and deletes one, whose posts stay', async () => {
    const [wrong, right, tag] = [unique('Leafs'), unique('Leaves'), unique('colour')] as const
    const { id } = await newPost(wrong, tag)
    await service.categories.create.mutate({ name: right })
    await find('categories', 'lea')
    await row(wrong)
      .getByRole('button', { name: `Merge: ${wrong}` })
      .click()
    await dialog.getByRole('combobox', { name: 'Move 1 post to' }).fill(right.toLowerCase())
    await page.getByRole('option', { name: right, exact: true }).click()
    await dialog.getByRole('button', { name: 'Merge' }).click()
    await row(right).getByText('1 post').waitFor()
    await row(right)
      .getByRole('button', { name: `Delete: ${right}` })
      .click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await row(right).waitFor({ state: 'detached' })
    expect(await service.posts.byId.query({ id })).toMatchObject({ category: null, tags: [{ name: tag }] })
  })

  it('adds, changes and deletes employees', async () => {
    const zelda = unique('Zelda')
    const [one, two] = [`${zelda} One`, `${zelda} Two`]
    await find('employees', zelda)
    for (const [name, manager] of [
      [one, 'Walter'],
      [two, one],
    ] as const) {
      await page.getByRole('button', { name: 'Add an employee' }).click()
      await dialog.getByLabel('Name').fill(name)
      await dialog.getByRole('combobox', { name: 'Manager' }).fill(manager)
      await page.getByRole('option', { name: manager }).click()
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.waitFor({ state: 'detached' })
      await row(name).waitFor()
    }
    await row(two)
      .getByRole('button', { name: `Edit: ${two}` })
      .click()
    await dialog.getByLabel('Title').fill('Gardener')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row(two).getByText('Gardener').waitFor()
    await row(one)
      .getByRole('button', { name: `Delete: ${one}` })
      .click()
    await dialog.getByLabel('Must be none').check()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByText('This employee has subordinates.').waitFor()
    await dialog.getByLabel('Are deleted too').check()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No employees found.').waitFor()
  })

  it('adds a webhook, sees its secret once and what is sent, sends it again, and deletes it', async () => {
    const url = `https://hook.invalid/${encodeURIComponent(unique('hook'))}`
    await open('/admin?part=webhooks')
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    await dialog.getByLabel('Address').fill('http://10.0.0.1/')
    await dialog.getByLabel('Tables').fill('posts')
    await dialog.getByLabel('Tables').press('Enter')
    await dialog.getByRole('button', { name: 'Add' }).click()
    await dialog.getByText('Must be public').waitFor()
    await dialog.getByLabel('Address').fill(url)
    await dialog.getByRole('button', { name: 'Add' }).click()
    expect(await dialog.getByLabel('Secret').inputValue()).toMatch(/^whsec_/)
    await page.keyboard.press('Escape')
    await row(url).getByText('posts: created, updated, deleted').waitFor()
    await newPost(unique('Leaves'), unique('colour'))
    const [webhook] = (await service.webhooks.list.query({})).items
    const deliveries = async () => (await service.webhooks.deliveries.query({ id: webhook?.id ?? 0 })).items
    await expect.poll(async () => (await deliveries()).length).toBeGreaterThan(0)
    await row(url)
      .getByRole('button', { name: `Deliveries: ${url}` })
      .click()
    await dialog.getByText('posts.created').waitFor()
    const again = page.waitForResponse(/webhooks\.retry/)
    await dialog
      .getByRole('button', { name: /^Send delivery/ })
      .first()
      .click()
    expect((await again).status()).toBe(200)
    await page.keyboard.press('Escape')
    await row(url)
      .getByRole('button', { name: `Delete: ${url}` })
      .click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await row(url).waitFor({ state: 'detached' })
  })

  it('types into the field of a dialog that was chosen last, and is back at the button after it', async () => {
    await open('/admin?part=employees')
    const button = page.getByRole('button', { name: /^Edit:/ }).first()
    await button.waitFor()
    // Nothing runs between the click and the choice, and then all that the dialog does later.
    await page.evaluate(async () => {
      document.querySelector<HTMLElement>('[aria-label^="Edit:"]')?.focus()
      document.querySelector<HTMLElement>('[aria-label^="Edit:"]')?.click()
      await Promise.resolve()
      document.querySelector<HTMLElement>('[role=dialog] [data-path=title]')?.focus()
      await new Promise((resolve) => setTimeout(resolve, 50))
    })
    expect(await page.locator(':focus').getAttribute('data-path')).toBe('title')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe(await button.getAttribute('aria-label'))
  })

  it('sees a change also if the end of the list comes near while the list is read again', async () => {
    const title = unique('Gardener')
    await open('/admin?part=employees')
    const rows = page.getByRole('article')
    await rows
      .first()
      .getByRole('button', { name: /^Edit:/ })
      .click()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const asked = page.waitForRequest(/employees\.list/)
    await page.route(/employees\.list/, async (route) => {
      await held
      await route.continue()
    })
    await dialog.getByLabel('Title').fill(title)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await asked
    await rows.last().scrollIntoViewIfNeeded()
    // Until the page has seen that the end is near.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    release()
    await rows.first().getByText(title).waitFor()
  })
})

it('other users find no administration', async () => {
  const other = await visitor()
  await signUp(other.page.context(), server.url, 'Moss')
  await other.open('/admin')
  await other.page.getByText('There is no such page.').waitFor()
})
