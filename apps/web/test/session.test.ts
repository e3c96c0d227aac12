import { describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { signUp } from './sign-up.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()

/** Somebody who has just signed up. */
async function signedIn() {
  const visit = await visitor({ expects: /status of 401|ERR_FAILED|Failed to fetch/ })
  return { ...visit, fern: await signUp(visit.page.context(), server.url, 'Fern') }
}

/** A post of the admin, at its address. */
async function newPost() {
  const { id } = await serviceOf(server.url).posts.create.mutate({ authorId: 1, title: 'A post', content: 'Of ada.' })
  return `/posts/${id}`
}

describe('a session that ends', () => {
  it('is noticed at the first refusal, and the sign-in leads back to the text', async () => {
    const { page, open, fern } = await signedIn()
    // The stream would notice it before.
    await page.route('**/trpc/changes.watch*', (route) => route.abort())
    await open('/posts/3')
    await page.getByRole('textbox', { name: 'Write a comment' }).fill('Typed before the end.')
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    const notice = page.getByRole('alert').filter({ hasText: 'Your session has ended.' })
    await notice.waitFor()
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor()
    expect(await page.getByText('or send a valid key').count()).toBe(0)
    await notice.getByRole('link', { name: 'Sign in again' }).click()
    await page.getByLabel('Username or e-mail').fill(fern.username)
    await page.getByLabel('Password', { exact: true }).fill(fern.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('textbox', { name: 'Write a comment' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/posts/3')
    expect(await page.getByRole('textbox', { name: 'Write a comment' }).inputValue()).toBe('Typed before the end.')
  })

  it('is noticed when the window gets the focus', async () => {
    const { page, open, fern } = await signedIn()
    await open('/topics')
    await page.getByRole('button', { name: `Account of ${fern.username}` }).waitFor()
    await page.context().clearCookies()
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await page.getByText('Your session has ended.').waitFor()
  })

  it('is noticed at once when another tab signs out', async () => {
    const { page, open, fern } = await signedIn()
    await open('/topics')
    await page.getByRole('button', { name: `Account of ${fern.username}` }).waitFor()
    const other = await page.context().newPage()
    await other.goto('/stats')
    await other.getByRole('button', { name: `Account of ${fern.username}` }).click()
    await other.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByText('Your session has ended.').waitFor()
    expect(await other.getByText('Your session has ended.').count()).toBe(0)
  })

  it('has not ended because the API cannot be reached', async () => {
    const { page, open, fern } = await signedIn()
    await open('/topics')
    await page.getByRole('button', { name: `Account of ${fern.username}` }).waitFor()
    await page.route('**/trpc/**', (route) => route.abort())
    const failed = page.waitForEvent('requestfailed')
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await failed
    await page.getByRole('button', { name: `Account of ${fern.username}` }).waitFor()
    expect(await page.getByText('Your session has ended.').count()).toBe(0)
  })
})

describe('two tabs', () => {
  it('that write a post have separate drafts', async () => {
    const { page, open } = await signedIn()
    await open('/write')
    await page.getByLabel('Title').fill('In the first tab')
    const other = await page.context().newPage()
    await other.goto('/write')
    await other.getByLabel('Title').fill('In the second tab')
    await Promise.all([page.reload(), other.reload()])
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('In the first tab')
    await expect.poll(() => other.getByLabel('Title').inputValue()).toBe('In the second tab')
    // What a closed tab left behind, and the server does not take without a text, goes to the next one.
    await other.close()
    const third = await page.context().newPage()
    await third.goto('/write')
    await expect.poll(() => third.getByLabel('Title').inputValue()).toBe('In the second tab')
  })

  it('that write one draft: nothing is lost, and the second is told and chooses', async () => {
    const { page, open } = await visitor({ as: server.admin, expects: /status of 409/ })
    await open('/write')
    await page.getByLabel('Title').fill('A draft in two tabs')
    await page.getByLabel('Text', { exact: true }).fill('One.')
    await page.getByText('Draft saved').waitFor()
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.getByLabel('Text', { exact: true }).fill('One. Two, in the other tab.')
    await other.getByText('Draft saved').waitFor()
    const dialog = page.getByRole('dialog', { name: 'This post was changed elsewhere' })
    for (const [text, choice, kept] of [
      ['Mine of the first tab.', 'Keep mine', 'Mine of the first tab.'],
      ['Mine again.', 'Discard mine', 'Theirs again.'],
    ] as const) {
      await page.getByLabel('Text', { exact: true }).fill(text)
      await dialog.getByRole('region', { name: 'Saved now' }).waitFor()
      await dialog.getByRole('button', { name: choice }).click()
      await page.getByText('Draft saved').waitFor()
      await other.reload()
      await expect.poll(() => other.getByLabel('Text', { exact: true }).inputValue()).toBe(kept)
      await other.getByLabel('Text', { exact: true }).fill('Theirs again.')
      await other.getByText('Draft saved').waitFor()
    }
    // Published in one tab, a draft is a post to the other: what is typed there is kept, and published by nobody.
    await other.getByRole('button', { name: 'Publish' }).click()
    await other.waitForURL(/\/posts\/\d+$/)
    await page.getByLabel('Text', { exact: true }).fill('Typed after the publication.')
    await page.waitForURL(/\/posts\/\d+\/edit$/)
    await expect.poll(() => page.getByLabel('Text', { exact: true }).inputValue()).toBe('Typed after the publication.')
    await other.reload()
    await other.getByText('You have changed this post').waitFor()
    await other.getByText('Theirs again.').waitFor()
  })

  it('that edit one post: the second save is told, shows both versions and lets one choose', async () => {
    const { page, open } = await visitor({ as: server.admin, expects: /status of 409/ })
    const post = await newPost()
    await open(`${post}/edit`)
    const other = await page.context().newPage()
    await other.goto(`${post}/edit`)
    await other.getByLabel('Title').fill('Saved by the other tab')
    await other.getByRole('button', { name: 'Save' }).click()
    await other.getByRole('heading', { level: 1, name: 'Saved by the other tab' }).waitFor()
    await page.getByLabel('Title').fill('Saved by the first tab')
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'This post was changed elsewhere' })
    await dialog.getByRole('region', { name: 'Published now' }).getByText('Saved by the other tab').waitFor()
    await dialog.getByRole('region', { name: 'Yours' }).getByText('Saved by the first tab').waitFor()
    await dialog.getByRole('button', { name: 'Publish mine' }).click()
    await page.getByRole('heading', { level: 1, name: 'Saved by the first tab' }).waitFor()
  })

  it('find no form on the way back after saving', async () => {
    const { page, open } = await visitor({ as: server.admin })
    const post = await newPost()
    await open(post)
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Title').fill('Saved once')
    await page.getByLabel('Title').press('Control+Enter')
    await page.getByRole('heading', { level: 1, name: 'Saved once' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Saved once' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(post)
  })
})

describe('a forgotten password', () => {
  it('is asked for from the sign-in, and the page says to look into the mailbox', async () => {
    const { page, open } = await visitor()
    await open('/sign-in')
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    // The sign-in has a field for an e-mail address as well.
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor()
    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('status').filter({ hasText: 'a message is on its way' }).waitFor()
  })

  it('is not reset and an address not confirmed with a link that is not ours', async () => {
    const { page, open } = await visitor({ expects: /status of 40[01]/ })
    await open('/reset-password?token=none')
    await page.getByLabel('New password', { exact: true }).fill('a newer password')
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('alert').filter({ hasText: 'This link was used already' }).waitFor()
    await open('/verify-email?token=none')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('alert').filter({ hasText: 'This link is older than an hour' }).waitFor()
  })
})
