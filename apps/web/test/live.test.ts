import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { signInTo } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { unique } from './unique.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const service = serviceOf(server.url)

/** A post of the admin, with as many comments of one line. */
async function newPost(comments = 0) {
  const { id } = await service.posts.create.mutate({ authorId: 1, title: unique('Live '), content: 'Of ada.' })
  for (let count = 0; count < comments; count++) await comment(id, `Comment ${count}`)
  return id
}

const comment = (postId: number, body: string, parentId?: number) =>
  service.comments.create.mutate({ postId, body, authorId: 2, ...(parentId && { parentId }) })

/** Watches the streams of the pages that a tab shows from now on. */
const watchStreams = (page: Page) =>
  page.addInitScript(() => {
    const open = new Set<EventSource>()
    let events = 0
    Object.assign(globalThis, {
      openStreams: () => [...open].filter(({ readyState }) => readyState !== EventSource.CLOSED).length,
      streamedEvents: () => events,
    })
    globalThis.EventSource = class extends EventSource {
      constructor(...options: ConstructorParameters<typeof EventSource>) {
        super(...options)
        open.add(this)
        this.addEventListener('message', () => events++)
      }
    }
  })

/** The number of open streams of tabs. */
const openStreams = async (tabs: Page[]) =>
  (await Promise.all(tabs.map((tab) => tab.evaluate<number>('openStreams()')))).reduce((sum, count) => sum + count)

/** Opens a page, and waits until each of the `parts` that it watches has started. */
async function openLive(
  { page, open }: { page: Page; open: (path: string) => Promise<void> },
  path: string,
  parts: number,
) {
  await watchStreams(page)
  await open(path)
  await page.waitForFunction((parts) => Number(Reflect.get(globalThis, 'streamedEvents')()) >= parts, parts)
}

/** Where an element is on the screen. */
const topOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => element.getBoundingClientRect().top)

describe('the tabs of a browser', () => {
  it('share one stream, which another one takes over when its tab is closed', async () => {
    const postId = await newPost()
    const visit = await visitor({ as: server.admin })
    await openLive(visit, `/posts/${postId}`, 3)
    const tabs = [await visit.page.context().newPage(), await visit.page.context().newPage()]
    for (const tab of tabs) {
      await watchStreams(tab)
      await tab.goto(`/posts/${postId}`)
    }
    for (const tab of [visit.page, ...tabs]) await tab.getByRole('heading', { name: 'Comments' }).waitFor()
    // A tab may not listen yet: its live code is loaded after the page is shown.
    const seen = async () => {
      await comment(postId, 'Seen in each tab')
      const shown = [visit.page, ...tabs].map((tab) => tab.getByText('Seen in each tab').first().isVisible())
      return Promise.all(shown)
    }
    await expect.poll(seen, { interval: 1_000 }).toEqual([true, true, true])
    expect(await openStreams([visit.page, ...tabs])).toBe(1)
    await visit.page.close()
    await expect.poll(() => openStreams(tabs)).toBe(1)
    await comment(postId, 'After the first was closed')
    for (const tab of tabs)
      await tab
        .getByText(/After the first was closed|new comment/)
        .first()
        .waitFor()
  })
})

describe('a post', () => {
  it('gets new comments at its end, and counts', async () => {
    const postId = await newPost(1)
    const visit = await visitor()
    await openLive(visit, `/posts/${postId}`, 2)
    await comment(postId, 'A new one')
    await visit.page.getByText('A new one').waitFor()
    await visit.page.getByRole('heading', { name: '2 comments' }).waitFor()
    await service.likes.like.mutate({ postId, userId: 2 })
    await visit.page.getByRole('button', { name: /^Like .* 1 like$/ }).waitFor()
  })

  it('does not move what is read: a reply and a change are offered at their comment', async () => {
    const postId = await newPost(3)
    const [first] = (await service.comments.list.query({ postId })).items
    if (!first) throw new Error('There is no comment')
    const visit = await visitor()
    await openLive(visit, `/posts/${postId}`, 2)
    const last = 'article[aria-label^="comment"]:last-of-type'
    await visit.page.getByText('Comment 2').waitFor()
    await visit.page.getByText('Comment 0').scrollIntoViewIfNeeded()
    const before = await topOf(visit.page, last)
    await comment(postId, 'A reply from elsewhere', first.id)
    const offer = visit.page.getByRole('button', { name: '1 new reply' })
    await offer.waitFor()
    expect(await visit.page.getByText('A reply from elsewhere').count()).toBe(0)
    expect(await topOf(visit.page, last)).toBe(before)
    await offer.click()
    await visit.page.getByText('A reply from elsewhere').waitFor()
    await offer.waitFor({ state: 'detached' })
    await service.comments.update.mutate({ id: first.id, body: 'Comment 0, and more' })
    await visit.page.getByRole('button', { name: 'Changed: show it' }).click()
    await visit.page.getByText('Comment 0, and more').waitFor()
  })

  it('offers new comments above the others when the newest are first', async () => {
    const postId = await newPost(2)
    const visit = await visitor()
    await openLive(visit, `/posts/${postId}`, 2)
    await visit.page.getByText('Newest first').click()
    await visit.page.getByText('Comment 1').waitFor()
    await comment(postId, 'On top')
    const offer = visit.page.getByRole('button', { name: '1 new comment' })
    await offer.waitFor()
    expect(await visit.page.getByText('On top').count()).toBe(0)
    await offer.click()
    await visit.page.getByText('On top').waitFor()
  })

  it('is read again when the window gets the focus, where streams are blocked', async () => {
    const postId = await newPost(1)
    const { page, open } = await visitor({ expects: /ERR_FAILED/ })
    await page.route('**/trpc/changes.watch*', (route) => route.abort())
    const blocked = page.waitForEvent('requestfailed')
    await open(`/posts/${postId}`)
    await blocked
    await comment(postId, 'Not streamed')
    const offer = page.getByRole('button', { name: '1 new comment' })
    // A page that was just read is not read again.
    await expect
      .poll(async () => {
        await page.evaluate(() => dispatchEvent(new Event('focus')))
        return offer.isVisible()
      })
      .toBe(true)
    await offer.click()
    await page.getByText('Not streamed').waitFor()
  })
})

describe('the latest posts', () => {
  it('stay in their place, and new ones are offered above them', async () => {
    const visit = await visitor()
    await openLive(visit, '/', 1)
    const before = await topOf(visit.page, 'article')
    const ids = [await newPost(), await newPost(), await newPost()]
    const offer = visit.page.getByRole('button', { name: '3 new posts' })
    await offer.waitFor()
    expect(await topOf(visit.page, 'article')).toBe(before)
    await offer.click()
    await visit.page.locator(`#post-${ids[2]}`).waitFor()
    await offer.waitFor({ state: 'detached' })
    const card = visit.page.getByRole('article').filter({ has: visit.page.locator(`#post-${ids[0]}`) })
    await service.likes.like.mutate({ postId: Number(ids[0]), userId: 2 })
    await card.getByRole('button', { name: /, 1 like$/ }).waitFor()
  })

  it('of a topic are told of posts with it only', async () => {
    const visit = await visitor()
    await openLive(visit, '/?tag=css', 1)
    await newPost()
    const tags = { connectOrCreate: [{ name: 'css' }] }
    await service.posts.create.mutate({ authorId: 1, title: 'Of CSS', content: 'C', tags })
    await visit.page.getByRole('button', { name: '1 new post' }).click()
    await visit.page.getByRole('heading', { name: 'Of CSS' }).waitFor()
  })
})

describe('the feed', () => {
  it('offers what those whom the viewer follows publish', async () => {
    const visit = await visitor()
    const fern = await signUp(visit.page.context(), server.url, 'Fern')
    const { id: followerId } = await service.users.byUsername.query({ username: fern.username })
    await service.follows.follow.mutate({ userId: 1, followerId })
    await openLive(visit, '/?view=feed', 2)
    const id = await newPost()
    await visit.page.getByRole('button', { name: '1 new post' }).click()
    await visit.page.locator(`#post-${id}`).waitFor()
  })
})

describe('the org chart', () => {
  it('follows the moves of others, and the card under the pointer stays', async () => {
    const boss = await service.employees.create.mutate({ name: unique('Boss ') })
    const [first, second, third] = await Promise.all(
      ['A ', 'B ', 'C '].map((name) => service.employees.create.mutate({ name: unique(name), managerId: boss.id })),
    )
    if (!first || !second || !third) throw new Error('There is nobody')
    const visit = await visitor()
    await openLive(visit, `/organization?person=${third.id}`, 1)
    const card = visit.page.locator(`#person-${third.id}`)
    await card.hover()
    const before = await topOf(visit.page, `#person-${third.id}`)
    await service.employees.move.mutate({ id: first.id, managerId: third.id })
    await visit.page.getByRole('region', { name: third.name }).getByText('1 report').waitFor()
    expect(Math.abs((await topOf(visit.page, `#person-${third.id}`)) - before)).toBeLessThan(1)
  })
})

describe('the bell', () => {
  it('counts what is new, and what was read in one browser is read in another', async () => {
    const visit = await visitor()
    const fern = await signUp(visit.page.context(), server.url, 'Fern')
    const { id } = await service.users.byUsername.query({ username: fern.username })
    const post = await service.posts.create.mutate({ authorId: id, title: unique('Of Fern '), content: 'C' })
    await openLive(visit, '/topics', 1)
    const other = await visitor()
    await signInTo(other.page.context(), server.url, fern)
    await openLive(other, '/stats', 1)
    await service.follows.follow.mutate({ userId: id, followerId: 2 })
    await comment(post.id, 'Well done, Fern')
    const bell = visit.page.getByRole('link', { name: 'Notifications, 2 unread' })
    await other.page.getByRole('link', { name: 'Notifications, 2 unread' }).waitFor()
    await bell.click()
    await visit.page.getByRole('heading', { name: 'Notifications' }).waitFor()
    await visit.page.getByText('Well done, Fern').waitFor()
    await visit.page.getByRole('article', { name: /follows you now$/ }).waitFor()
    for (const { page } of [visit, other])
      await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor()
    // The list that is read stays; the next one is offered.
    await comment(post.id, 'Once more')
    await visit.page.getByRole('button', { name: '1 new notification' }).click()
    await visit.page.getByText('Once more').waitFor()
    await visit.page.getByRole('link', { name: post.title }).first().click()
    await visit.page.getByRole('heading', { level: 1, name: post.title }).waitFor()
  })

  it('belongs to a viewer whose sign-out elsewhere is noticed at once', async () => {
    const visit = await visitor({ expects: /status of 401/ })
    const fern = await signUp(visit.page.context(), server.url, 'Fern')
    await openLive(visit, '/topics', 1)
    const other = await visitor()
    await signInTo(other.page.context(), server.url, fern)
    await other.open('/account')
    await other.page.getByRole('button', { name: 'End all others' }).click()
    await visit.page.getByText('Your session has ended.').waitFor()
  })
})
