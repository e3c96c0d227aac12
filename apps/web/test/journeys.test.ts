import { describe, expect, it } from 'vitest'
import { signUp } from './sign-up.ts'
import { openWorld } from './world.ts'

const { visitor } = await openWorld()

const ivy = { username: 'ivy', password: 'correct horse battery' }
const moss = { username: 'moss', password: 'staple battery horse' }
const writer = await visitor()
const reader = await visitor()

describe('somebody who writes, and somebody who reads', () => {
  it('signs up, with a profile of the name given', async () => {
    const { page, open } = writer
    await signUp(writer, ivy, 'Ivy Green')
    await open('/authors/ivy')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Ivy Green')
    expect(await page.title()).toBe('Ivy Green · Trellis')
    await page.getByText('No post yet').waitFor()
  })

  it('writes a post with a new category and new tags, and sees it as others will', async () => {
    const { page } = writer
    await page.getByRole('link', { name: 'Write your first post' }).click()
    await page.getByLabel('Title').fill('Ivy climbs without a plan')
    await page
      .getByLabel('Text', { exact: true })
      .fill('## Slowly\n\nIvy has **aerial roots**, and a quixotic patience.')
    await page.getByText('Preview', { exact: true }).click()
    await page.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'Slowly' }).waitFor()
    await page.getByRole('combobox', { name: 'Category' }).fill('Climbers')
    const tags = page.getByRole('combobox', { name: 'Tags' })
    await tags.fill('hedera')
    await tags.press('Enter')
    await tags.fill('patience')
    await tags.press('Enter')
    await page.getByRole('button', { name: 'Publish' }).click()

    await page.getByRole('heading', { level: 1, name: 'Ivy climbs without a plan' }).waitFor()
    expect(await page.locator('article strong').textContent()).toBe('aerial roots')
    await page.getByRole('link', { name: '#hedera' }).waitFor()
    await page.getByRole('link', { name: 'Climbers' }).waitFor()
  })

  it('is found by the search while one types, with the hit marked', async () => {
    await signUp(reader, moss, 'Moss Grey')
    const { page } = reader
    await page.getByRole('banner').getByRole('link', { name: 'Search' }).first().click()
    await page.getByRole('searchbox', { name: 'Search the posts' }).pressSequentially('quixotic')
    const hit = page.getByRole('article', { name: 'Ivy climbs without a plan' })
    await hit.waitFor()
    expect(await hit.locator('mark').allTextContents()).toEqual(['quixotic'])
    expect(new URL(page.url()).searchParams.get('q')).toBe('quixotic')
    await page.getByRole('searchbox', { name: 'Search the posts' }).fill('plan quixotic #hedera')
    await expect.poll(async () => (await hit.locator('mark').allTextContents()).sort()).toEqual(['plan', 'quixotic'])
    await hit.getByRole('link', { name: 'Ivy climbs without a plan' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ivy climbs without a plan' }).waitFor()
  })

  it('is liked, and the like is there after a reload', async () => {
    const { page } = reader
    const like = page.getByRole('button', { name: /^Like/ })
    await like.click()
    await page.getByRole('button', { name: 'Like “Ivy climbs without a plan”, 1 like', pressed: true }).waitFor()
    await expect.poll(() => reader.requests.some((path) => path.includes('likes.like'))).toBe(true)
    await page.waitForLoadState('networkidle')
    await page.reload()
    await page.getByRole('button', { name: /1 like$/, pressed: true }).waitFor()
  })

  it('gets a comment, and answers it from another browser', async () => {
    await reader.page.getByRole('textbox', { name: 'Write a comment' }).fill('Mine went **sideways**.')
    await reader.page.getByRole('button', { name: 'Comment', exact: true }).click()
    await reader.page.getByRole('article', { name: 'comment by Moss Grey' }).waitFor()

    const { page } = writer
    await page.reload()
    await page.getByRole('button', { name: 'Reply to the comment by Moss Grey' }).click()
    await page.getByRole('textbox', { name: 'Write a reply' }).fill('They do.')
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    await page.getByRole('article', { name: 'comment by Ivy Green' }).getByText('They do.').waitFor()

    await reader.page.reload()
    await reader.page.getByRole('article', { name: 'comment by Ivy Green' }).getByText('They do.').waitFor()
  })

  it('lets one edit and delete what one said', async () => {
    const { page } = writer
    const reply = page.getByRole('article', { name: 'comment by Ivy Green' })
    await page.getByRole('button', { name: 'Edit the comment by Ivy Green' }).click()
    await page.getByRole('textbox', { name: 'Edit the comment' }).fill('They always do.')
    await page.getByRole('button', { name: 'Save' }).click()
    await reply.getByText('They always do.').waitFor()
    await page.getByRole('button', { name: 'Delete the comment by Ivy Green' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await reply.waitFor({ state: 'detached' })
  })

  it('gains a follower, who has the post in the feed', async () => {
    const { page } = reader
    await page.getByRole('link', { name: 'Ivy Green' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Ivy Green' }).waitFor()
    await page.getByRole('button', { name: 'Follow ivy' }).click()
    await page.getByRole('button', { name: 'Following ivy', pressed: true }).waitFor()
    await page.getByRole('link', { name: 'Followers 1' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Moss Grey' }).waitFor()
    await page.getByRole('link', { name: 'Trellis, home' }).click()
    await page.getByRole('link', { name: 'Your feed' }).click()
    await page.getByRole('article', { name: 'Ivy climbs without a plan' }).waitFor()
    expect(await page.getByRole('main').getByRole('article').count()).toBe(1)
  })

  it('edits the post: other words, other tags, no category', async () => {
    const { page } = writer
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Title').fill('Ivy climbs with a plan')
    await page.getByRole('combobox', { name: 'Category' }).fill('')
    await page.getByRole('combobox', { name: 'Tags' }).press('Backspace')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ivy climbs with a plan' }).waitFor()
    const post = page.getByRole('main').locator('article').first()
    expect(await post.getByRole('list', { name: 'Category and tags' }).getByRole('link').allTextContents()).toEqual([
      '#hedera',
    ])
  })

  it('narrows the posts to a tag, in the address, and finds the way back', async () => {
    const { page } = writer
    await page.getByRole('link', { name: '#hedera' }).click()
    await page.getByRole('heading', { level: 1, name: '#hedera' }).waitFor()
    expect(new URL(page.url()).searchParams.get('tag')).toBe('hedera')
    await page.getByRole('article', { name: 'Ivy climbs with a plan' }).waitFor()
    await page.getByRole('link', { name: 'Show all posts' }).click()
    await page.getByRole('heading', { level: 1, name: 'Latest posts' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: '#hedera' }).waitFor()
  })

  it('deletes the account and the posts with it', async () => {
    const { page } = writer
    await page.getByRole('button', { name: 'Account of ivy' }).click()
    await page.getByRole('menuitem', { name: 'Account', exact: true }).click()
    await page.getByRole('button', { name: 'Delete the account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete your account' })
    await dialog.getByText('1 post', { exact: true }).first().waitFor()
    await dialog.getByLabel('Type ivy to confirm').fill('ivy')
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    await page.getByText('Your account is deleted').waitFor()
    await page.getByRole('article').first().waitFor()
    expect(await page.getByRole('article', { name: 'Ivy climbs with a plan' }).count()).toBe(0)
  })
})
