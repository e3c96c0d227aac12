import { describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { unique } from './unique.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const service = serviceOf(server.url)
const { id: authorId } = await service.users.create.mutate({
  username: 'chatty',
  email: 'chatty@example.com',
  profile: { fullName: 'Chatty Reader' },
})
const newPost = async (title: string) =>
  (await service.posts.create.mutate({ authorId, title, content: 'Something to talk about.\n\n'.repeat(40) })).id
const comment = async (postId: number, body: string, parentId?: number) =>
  (await service.comments.create.mutate({ postId, authorId, body, ...(parentId && { parentId }) })).id

const crowded = await newPost('Crowded')
for (let hundred = 0; hundred < 200; hundred += 20) {
  await Promise.all(Array.from({ length: 20 }, (_, index) => comment(crowded, `Comment ${hundred + index}`)))
}

describe('a comment under 200 others', () => {
  it('is shown, scrolled to and announced after it is posted, and counted in the heading', async () => {
    const body = unique('The last of many ')
    const { commentCount } = await service.posts.byId.query({ id: crowded })
    const { page, open } = await visitor({ as: server.admin })
    await open(`/posts/${crowded}`)
    await page.getByRole('heading', { level: 2, name: `${commentCount} comments` }).waitFor()
    await page.getByRole('textbox', { name: 'Write a comment' }).fill(body)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').getByText('Your comment is posted.').waitFor()
    const mine = page.getByRole('article', { name: 'comment by Ada Lindqvist' }).filter({ hasText: body })
    await expect.poll(() => mine.evaluate((element) => element === document.activeElement)).toBe(true)
    const box = await mine.boundingBox()
    expect(box && box.y > 0 && box.y + box.height < 860).toBe(true)
    await page.getByRole('heading', { level: 2, name: `${commentCount + 1} comments` }).waitFor()
  })

  it('is first when the newest are first', async () => {
    const body = unique('The newest of many ')
    await comment(crowded, body)
    const { page, open } = await visitor()
    await open(`/posts/${crowded}`)
    await page.getByText('Newest first').click()
    await page.getByRole('article', { name: 'comment by Chatty Reader' }).getByText(body).waitFor()
    expect(await page.getByRole('main').getByRole('article').nth(1).textContent()).toContain(body)
  })
})

describe('a thread', () => {
  it('opens two levels of replies, and all levels that lead to the comment in the address', async () => {
    const postId = await newPost('Deep')
    const ids: number[] = []
    for (let level = 0; level < 6; level++) ids.push(await comment(postId, `Level ${level}`, ids.at(-1)))
    const { page, open } = await visitor({ expects: /status of 404/ })
    await open(`/posts/${postId}`)
    await page.getByRole('heading', { level: 2 }).scrollIntoViewIfNeeded()
    await page.getByText('Level 2').waitFor()
    expect(await page.getByText('Level 3').count()).toBe(0)

    await page.goto(`/posts/${postId}#comment-${ids[5]}`)
    await page.reload()
    await page.getByText('Level 5').waitFor()
    await expect.poll(() => page.locator(':focus').getAttribute('id')).toBe(`comment-${ids[5]}`)
    await page.goto(`/posts/${crowded}#comment-${ids[5]}`)
    await page.goto(`/posts/${crowded}#comment-999999`)
    await page.reload()
    await page.getByText('is not here any more').waitFor()
  })

  it('says that a comment was edited, and keeps an unfinished one through navigation and a reload', async () => {
    const postId = await newPost('Edited')
    const id = await comment(postId, 'Before')
    await service.comments.update.mutate({ id, body: 'After' })
    const { page, open } = await visitor({ as: server.admin })
    await open(`/posts/${postId}`)
    await page.getByRole('article', { name: 'comment by Chatty Reader' }).getByText('edited').waitFor()
    await page.getByRole('textbox', { name: 'Write a comment' }).fill('Half a thought')
    await page.getByRole('button', { name: 'Reply to the comment' }).click()
    await page.getByRole('textbox', { name: 'Write a reply' }).fill('Half a reply')
    await page.getByRole('link', { name: 'Trellis, home' }).click()
    await page.getByRole('heading', { level: 1, name: 'Latest posts' }).waitFor()
    await page.goBack()
    await page.reload()
    expect(await page.getByRole('textbox', { name: 'Write a comment' }).inputValue()).toBe('Half a thought')
    expect(await page.getByRole('textbox', { name: 'Write a reply' }).inputValue()).toBe('Half a reply')
  })
})

describe('a deleted comment', () => {
  it('leaves a line above its replies', async () => {
    const postId = await newPost('Deleted')
    const id = await comment(postId, 'Regretted')
    await comment(postId, 'An answer that stays', id)
    await service.comments.delete.mutate({ id })
    const { page, open } = await visitor()
    await open(`/posts/${postId}`)
    await page.getByRole('heading', { level: 2, name: '1 comment' }).scrollIntoViewIfNeeded()
    const tombstone = page.getByRole('article', { name: 'deleted comment' })
    await tombstone.getByText('This comment was deleted').waitFor()
    await tombstone.getByText('An answer that stays').waitFor()
    expect(await page.getByText('Regretted').count()).toBe(0)
  })
})
