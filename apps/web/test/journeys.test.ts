import { describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { signUp } from './sign-up.ts'
import { unique } from './unique.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const service = serviceOf(server.url)

/** Somebody who has just signed up, in a browser of their own. */
async function person(name: string) {
  const visit = await visitor()
  return { ...visit, ...(await signUp(visit.page.context(), server.url, name)) }
}

/** Somebody who has just signed up and has written a post. */
async function writer() {
  const ivy = await person('Ivy Green')
  const { id: authorId } = await service.users.byUsername.query({ username: ivy.username })
  const [title, tag] = [unique('Ivy climbs without a plan '), unique('hedera')] as const
  const { id } = await service.posts.create.mutate({
    authorId,
    title,
    content: 'Ivy has **aerial roots**, and a quixotic patience.',
    category: { connectOrCreate: { name: 'Climbers' } },
    tags: { connectOrCreate: [{ name: tag }, { name: 'patience' }] },
  })
  return { ...ivy, title, tag, path: `/posts/${id}` }
}

describe('somebody who writes', () => {
  it('signs up, with a profile of the name given', async () => {
    const { page, open } = await visitor()
    const username = unique('ivy')
    await open('/sign-up')
    await page.getByLabel('Name', { exact: true }).fill('Ivy Green')
    await page.getByLabel('Username').fill(username)
    await page.getByLabel('E-mail').fill(`${username}@example.com`)
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('button', { name: `Account of ${username}` }).waitFor()
    await open(`/authors/${username}`)
    await page.getByRole('heading', { level: 1, name: 'Ivy Green' }).waitFor()
    await expect.poll(() => page.title()).toBe('Ivy Green · Trellis')
    await page.getByText('No post yet').waitFor()
  })

  it('writes a post with a new category and new tags, and sees it as others will', async () => {
    const { page, open, username } = await person('Ivy Green')
    const [category, tag] = [unique('Climbers'), unique('hedera')] as const
    await open(`/authors/${username}`)
    await page.getByRole('link', { name: 'Write your first post' }).click()
    await page.getByLabel('Title').fill('Ivy climbs without a plan')
    await page
      .getByLabel('Text', { exact: true })
      .fill('## Slowly\n\nIvy has **aerial roots**, and a quixotic patience.')
    await page.getByText('Preview', { exact: true }).click()
    await page.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'Slowly' }).waitFor()
    await page.getByRole('combobox', { name: 'Category' }).fill(category)
    const tags = page.getByRole('combobox', { name: 'Tags' })
    await tags.fill(tag)
    await tags.press('Enter')
    await tags.fill('patience')
    await tags.press('Enter')
    await page.getByRole('button', { name: 'Publish' }).click()

    await page.getByRole('heading', { level: 1, name: 'Ivy climbs without a plan' }).waitFor()
    expect(await page.locator('article strong').textContent()).toBe('aerial roots')
    await page.getByRole('link', { name: `#${tag}` }).waitFor()
    await page.getByRole('link', { name: category }).waitFor()
  })

  it('edits the post: other words, other tags, no category', async () => {
    const { page, open, path, tag } = await writer()
    await open(path)
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Title').fill('Ivy climbs with a plan')
    await page.getByRole('combobox', { name: 'Category' }).fill('')
    await page.getByRole('combobox', { name: 'Tags' }).press('Backspace')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ivy climbs with a plan' }).waitFor()
    const post = page.getByRole('main').locator('article').first()
    expect(await post.getByRole('list', { name: 'Category and tags' }).getByRole('link').allTextContents()).toEqual([
      `#${tag}`,
    ])
  })

  it('narrows the posts to a tag, in the address, and finds the way back', async () => {
    const { page, open, path, title, tag } = await writer()
    await open(path)
    await page.getByRole('link', { name: `#${tag}` }).click()
    await page.getByRole('heading', { level: 1, name: `#${tag}` }).waitFor()
    expect(new URL(page.url()).searchParams.get('tag')).toBe(tag)
    await page.getByRole('article', { name: title }).waitFor()
    await page.getByRole('link', { name: 'Show all posts' }).click()
    await page.getByRole('heading', { level: 1, name: 'Latest posts' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: `#${tag}` }).waitFor()
  })

  it('deletes the account and the posts with it', async () => {
    const { page, open, username, title } = await writer()
    await open('/')
    await page.getByRole('article', { name: title }).waitFor()
    await page.getByRole('button', { name: `Account of ${username}` }).click()
    await page.getByRole('menuitem', { name: 'Account', exact: true }).click()
    await page.getByRole('button', { name: 'Delete the account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete your account' })
    await dialog.getByText('1 post', { exact: true }).first().waitFor()
    await dialog.getByLabel(`Type ${username} to confirm`).fill(username)
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    await page.getByText('Your account is deleted').waitFor()
    await page.getByRole('article').first().waitFor()
    expect(await page.getByRole('article', { name: title }).count()).toBe(0)
  })
})

describe('somebody who reads', () => {
  it('finds a post by the search while typing, with the hit marked', async () => {
    const { title, tag } = await writer()
    const { page, open } = await visitor()
    await open('/')
    await page.getByRole('banner').getByRole('link', { name: 'Search' }).first().click()
    await page.getByRole('searchbox', { name: 'Search the posts' }).pressSequentially('quixotic')
    const hit = page.getByRole('article', { name: title })
    await hit.waitFor()
    expect(await hit.locator('mark').allTextContents()).toEqual(['quixotic'])
    expect(new URL(page.url()).searchParams.get('q')).toBe('quixotic')
    await page.getByRole('searchbox', { name: 'Search the posts' }).fill(`plan quixotic #${tag}`)
    await expect.poll(async () => (await hit.locator('mark').allTextContents()).sort()).toEqual(['plan', 'quixotic'])
    await hit.getByRole('link', { name: title }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  })

  it('likes a post, and the like is there after a reload', async () => {
    const { title, path } = await writer()
    const { page, open, requests } = await person('Moss Grey')
    await open(path)
    await page.getByRole('button', { name: /^Like/ }).click()
    await page.getByRole('button', { name: `Like “${title}”, 1 like`, pressed: true }).waitFor()
    await expect.poll(() => requests.some((path) => path.includes('likes.like'))).toBe(true)
    await page.waitForLoadState('networkidle')
    await page.reload()
    await page.getByRole('button', { name: /1 like$/, pressed: true }).waitFor()
  })

  it('gets an answer to a comment, which its author edits and deletes', async () => {
    const { page, open, path } = await writer()
    const reader = await person('Moss Grey')
    await reader.open(path)
    await reader.page.getByRole('textbox', { name: 'Write a comment' }).fill('Mine went **sideways**.')
    await reader.page.getByRole('button', { name: 'Comment', exact: true }).click()
    await reader.page.getByRole('article', { name: 'comment by Moss Grey' }).waitFor()

    await open(path)
    await page.getByRole('button', { name: 'Reply to the comment by Moss Grey' }).click()
    await page.getByRole('textbox', { name: 'Write a reply' }).fill('They do.')
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    const reply = page.getByRole('article', { name: 'comment by Ivy Green' })
    await reply.getByText('They do.').waitFor()

    await reader.page.reload()
    await reader.page.getByRole('article', { name: 'comment by Ivy Green' }).getByText('They do.').waitFor()

    await page.getByRole('button', { name: 'Edit the comment by Ivy Green' }).click()
    await page.getByRole('textbox', { name: 'Edit the comment' }).fill('They always do.')
    await page.getByRole('button', { name: 'Save' }).click()
    await reply.getByText('They always do.').waitFor()
    await page.getByRole('button', { name: 'Delete the comment by Ivy Green' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await reply.waitFor({ state: 'detached' })
  })

  it('follows the author, and has the post in the feed', async () => {
    const { username, title, path } = await writer()
    const { page, open } = await person('Moss Grey')
    await open(path)
    await page.getByRole('link', { name: 'Ivy Green' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Ivy Green' }).waitFor()
    await page.getByRole('button', { name: `Follow ${username}` }).click()
    await page.getByRole('button', { name: `Following ${username}`, pressed: true }).waitFor()
    await page.getByRole('link', { name: 'Followers 1' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Moss Grey' }).waitFor()
    await page.getByRole('link', { name: 'Trellis, home' }).click()
    await page.getByRole('link', { name: 'Your feed' }).click()
    await page.getByRole('article', { name: title }).waitFor()
    expect(await page.getByRole('main').getByRole('article').count()).toBe(1)
  })
})
