import { beforeAll, describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { wantRecentSignIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const service = serviceOf(server.url)
const admin = await visitor({ as: server.admin, expects: /status of (401|403|409)/ })
const { page, open } = admin
const row = (name: string) => page.getByRole('article', { name, exact: true })
const dialog = page.getByRole('dialog')

/** Searches in a part of the administration. */
async function find(part: string, q: string) {
  await open(`/admin?part=${part}`)
  await page.getByRole('searchbox', { name: `Find ${part}` }).fill(q)
}

describe('an admin', () => {
  beforeAll(async () => {
    await signUp(await visitor(), { username: 'fern', password: 'a password for fern' }, 'Fern Hollow')
    await service.posts.create.mutate({
      authorId: 1,
      title: 'Colours',
      content: 'Of leaves.',
      category: { connectOrCreate: { name: 'Leafs' } },
      tags: { connectOrCreate: [{ name: 'colour' }, { name: 'colur' }] },
    })
  })

  it('gets there by the menu, finds a user by the e-mail address, and makes them an admin', async () => {
    await open('/')
    await page.getByRole('button', { name: 'Account of ada' }).click()
    await page.getByRole('menuitem', { name: 'Administration' }).click()
    await page.getByRole('searchbox', { name: 'Find users' }).fill('fern@example')
    await row('fern').getByText('1 post').waitFor({ state: 'detached' })
    await row('fern').getByRole('button', { name: 'Change role: fern' }).click()
    await dialog.getByRole('button', { name: 'Make admin' }).click()
    await row('fern').getByText('admin', { exact: true }).waitFor()
  })

  it('deletes a user after seeing what goes, with the password if the sign-in is not recent', async () => {
    await wantRecentSignIn(page, 'users.delete')
    await row('fern').getByRole('button', { name: 'Delete: fern' }).click()
    await dialog.getByText('0 posts').waitFor()
    await dialog.getByLabel('Type fern to confirm').fill('fern')
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
    await find('tags', 'colu')
    await row('colur').getByRole('button', { name: 'Rename: colur' }).click()
    await dialog.getByLabel('Name').fill('colour')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await dialog.getByText('There is a tag of this name.').waitFor()
    await dialog.getByLabel('Name').fill('hue')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    // A page that is left before the response may abort the request.
    await dialog.waitFor({ state: 'detached' })
    await find('tags', 'hue')
    await row('hue').getByRole('button', { name: 'Merge: hue' }).click()
    await dialog.getByRole('combobox', { name: 'Move 1 post to' }).fill('colour')
    await page.getByRole('option', { name: 'colour' }).click()
    await dialog.getByRole('button', { name: 'Merge' }).click()
    await page.getByText('No tags found.').waitFor()
    await find('tags', 'colour')
    await row('colour').getByText('1 post').waitFor()
  })

  it('merges a category, and deletes one, whose posts stay', async () => {
    await service.categories.create.mutate({ name: 'Leaves' })
    await find('categories', 'lea')
    await row('Leafs').getByRole('button', { name: 'Merge: Leafs' }).click()
    await dialog.getByRole('combobox', { name: 'Move 1 post to' }).fill('leaves')
    await page.getByRole('option', { name: 'Leaves' }).click()
    await dialog.getByRole('button', { name: 'Merge' }).click()
    await row('Leaves').getByText('1 post').waitFor()
    await row('Leaves').getByRole('button', { name: 'Delete: Leaves' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await row('Leaves').waitFor({ state: 'detached' })
    const [post] = (await service.posts.list.query({ limit: 1 })).items
    expect(post).toMatchObject({ title: 'Colours', category: null, tags: [{ name: 'colour' }] })
  })

  it('adds, changes and deletes employees', async () => {
    await find('employees', 'zelda')
    for (const [name, manager] of [
      ['Zelda One', 'Walter'],
      ['Zelda Two', 'Zelda One'],
    ] as const) {
      await page.getByRole('button', { name: 'Add an employee' }).click()
      await dialog.getByLabel('Name').fill(name)
      await dialog.getByRole('combobox', { name: 'Manager' }).fill(manager)
      await page.getByRole('option', { name: manager }).click()
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.waitFor({ state: 'detached' })
      await row(name).waitFor()
    }
    await row('Zelda Two').getByRole('button', { name: 'Edit: Zelda Two' }).click()
    await dialog.getByLabel('Title').fill('Gardener')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row('Zelda Two').getByText('Gardener').waitFor()
    await row('Zelda One').getByRole('button', { name: 'Delete: Zelda One' }).click()
    await dialog.getByLabel('Must be none').check()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByText('This employee has subordinates.').waitFor()
    await dialog.getByLabel('Are deleted too').check()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No employees found.').waitFor()
  })
})

it('other users find no administration', async () => {
  const other = await visitor()
  await signUp(other, { username: 'moss', password: 'a password for moss' }, 'Moss')
  await other.open('/admin')
  await other.page.getByText('There is no such page.').waitFor()
})
