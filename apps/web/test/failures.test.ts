import { afterEach, describe, expect, it } from 'vitest'
import { unique } from './unique.ts'
import { loadedByApp, openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const broken = /status of 50[03]|ERR_FAILED|ERR_CONNECTION|Failed to fetch/

// One browser for all tests, so that its caches save most of the time to load a page.
const { page, open } = await visitor({ as: server.admin, expects: broken })
afterEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }))

const fault = {
  error: {
    message: 'Something went wrong on our side.',
    code: -32603,
    data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, reason: null, fields: null },
  },
}

/** Lets every call of a procedure fail, until it is told to stop; others in the same batch are answered. */
async function failing(procedure: string, on = page): Promise<() => Promise<void>> {
  const calls = (url: URL) => url.pathname.startsWith('/trpc/') && url.pathname.includes(procedure)
  await on.route(calls, async (route) => {
    const procedures = new URL(route.request().url()).pathname.replace('/trpc/', '').split(',')
    if (procedures.every((name) => name === procedure)) return route.fulfill({ status: 503, body: 'Down' })
    const response = await route.fetch()
    const answers: unknown[] = await response.json()
    const json = answers.map((answer, index) => (procedures[index] === procedure ? fault : answer))
    return route.fulfill({ status: 207, json })
  })
  return () => on.unroute(calls)
}

describe('when the API fails', () => {
  it('says so where the posts would be, and shows them on another try', async () => {
    await page.route('**/trpc/**', (route) => route.abort())
    await open(loadedByApp('/'))
    await page.getByRole('alert').getByText('Could not load the posts').waitFor()
    await page.unroute('**/trpc/**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('article').first().waitFor()
  })

  it.concurrent.each([
    ['/posts/1', 'posts.byId', 'Could not load the post'],
    ['/posts/1', 'comments.list', 'Could not load the comments'],
    ['/authors/kenji', 'users.byUsername', 'Could not load the author'],
    ['/authors', 'users.list', 'Could not load the authors'],
    ['/search?q=data', 'search.posts', 'Could not load what was found'],
    ['/topics', 'tags.list', 'Could not load the tags'],
    ['/organization', 'employees.roots', 'Could not load the organization'],
    ['/organization', 'employees.subtree', 'Could not load the organization'],
    ['/stats', 'stats.topTags', 'Could not load the numbers'],
    ['/account', 'users.byId', 'Could not load your account'],
  ])('offers another try on %s when %s fails', async (path, procedure, message) => {
    const tab = await page.context().newPage()
    const recover = await failing(procedure, tab)
    await tab.goto(loadedByApp(path))
    const alert = tab.getByRole('alert').filter({ hasText: message }).first()
    await alert.waitFor()
    await recover()
    await alert.getByRole('button', { name: 'Try again' }).click()
    await alert.waitFor({ state: 'detached' })
    await tab.close()
  })

  it('goes on with a long list where it stopped', async () => {
    await open('/')
    await page.getByRole('article').first().waitFor()
    const count = await page.getByRole('article').count()
    const recover = await failing('posts.list')
    await page.getByRole('article').last().scrollIntoViewIfNeeded()
    await page.getByText('Could not load more of the posts').waitFor()
    expect(await page.getByRole('article').count()).toBe(count)
    await recover()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => page.getByRole('article').count()).toBeGreaterThan(count)
  })

  it('does not say that nothing was found when a search fails', async () => {
    await open('/organization')
    await page.route('**/trpc/**', (route) => route.abort())
    await page.getByRole('combobox', { name: 'Find a person' }).fill('margaret')
    await page.getByRole('listbox').getByText('The server could not be reached').waitFor()
    await page.keyboard.press('Control+K')
    await page.getByRole('textbox', { name: 'Go to' }).fill('kenji')
    await page.getByRole('dialog').getByText('The server could not be reached').waitFor()
  })

  it('takes a like back, and says that it was not saved', async () => {
    await open('/posts/2')
    const like = page.getByRole('button', { name: /^Like/ })
    const before = { label: await like.getAttribute('aria-label'), pressed: await like.getAttribute('aria-pressed') }
    await failing(before.pressed === 'true' ? 'likes.unlike' : 'likes.like')
    await like.click()
    await page.getByText('Your like was not saved').waitFor()
    expect({ label: await like.getAttribute('aria-label'), pressed: await like.getAttribute('aria-pressed') }).toEqual(
      before,
    )
  })

  it('takes a follow back, and says that it was not saved', async () => {
    await open('/authors/oksana')
    // Whether the visitor follows her is known a moment after the page is there.
    await page.waitForLoadState('networkidle')
    const follow = page.getByRole('button', { name: /^Follow(ing)? oksana$/ })
    const before = await follow.textContent()
    await failing(before === 'Follow' ? 'follows.follow' : 'follows.unfollow')
    await follow.click()
    await page.getByText('That was not saved').waitFor()
    expect(await follow.textContent()).toBe(before)
  })

  it('keeps a comment in its field until it is sent', async () => {
    await open('/posts/3')
    const recover = await failing('comments.create')
    const field = page.getByRole('textbox', { name: 'Write a comment' })
    const body = unique('Typed with care ')
    await field.fill(body)
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    await page.getByText('The server could not be reached').waitFor()
    expect(await field.inputValue()).toBe(body)
    await recover()
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    await page.getByRole('article', { name: 'comment by Ada Lindqvist' }).getByText(body).waitFor()
    expect(await field.inputValue()).toBe('')
  })

  it('keeps a post that could not be published, also through a reload, until it is', async () => {
    const { page, open } = await visitor({ as: server.admin, expects: broken })
    await open('/write')
    const title = unique('Written offline ')
    const recover = await failing('posts.create', page)
    await page.getByLabel('Title').fill(title)
    await page.getByLabel('Text', { exact: true }).fill('Every word of it.')
    await page.getByRole('combobox', { name: 'Tags' }).fill('patience')
    await page.getByRole('combobox', { name: 'Tags' }).press('Enter')
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('Not published yet').waitFor()
    await page.reload()
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe(title)
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Every word of it.')
    await page.getByText('Kept in this browser').waitFor()
    await recover()
    // What could not be saved is saved when the connection is back, without another word.
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await page.getByText('Draft saved').waitFor()
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await open('/write')
    expect(await page.getByLabel('Title').inputValue()).toBe('')
  })

  it('keeps the last word before a reload', async () => {
    const { page, open } = await visitor({ as: server.admin })
    await open('/write')
    await page.getByLabel('Title').fill('Hardly typed')
    await page.reload()
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Hardly typed')
  })

  it('keeps the page when the code of a menu cannot be loaded, and says so', async () => {
    const { page, open } = await visitor({ as: server.admin, expects: broken })
    await open('/posts/1')
    const field = page.getByRole('textbox', { name: 'Write a comment' })
    await field.fill('Typed with care')
    await page.route('**/assets/**', (route) => route.abort())
    const dialog = page.waitForEvent('dialog')
    page.once('dialog', (dialog) => dialog.dismiss())
    await page.getByRole('button', { name: 'Account of ada' }).click()
    expect((await dialog).message()).toContain('That could not be loaded')
    expect(await field.inputValue()).toBe('Typed with care')
  })

  it('lets one sign in once the server is back, without typing again', async () => {
    const { page, open } = await visitor({ expects: broken })
    await open('/sign-in')
    await page.route('**/api/auth/**', (route) => route.abort())
    await page.getByLabel('Username or e-mail').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('trellis-demo')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('The server could not be reached').waitFor()
    await page.unroute('**/api/auth/**')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Account of ada' }).waitFor()
  })
})

describe('when the API is slow', () => {
  it.each([
    ['/write', 'posts.create', 'Publish'],
    ['/posts/4', 'comments.create', 'Comment'],
  ])('does not lead back to %s whoever has left it before %s was answered', async (path, procedure, action) => {
    await open(path)
    const answered = Promise.withResolvers<void>()
    await page.route(`**/trpc/${procedure}**`, async (route) => {
      await answered.promise
      await route.continue()
    })
    if (path === '/write') await page.getByLabel('Title').fill(unique('Slowly published '))
    await page.getByLabel(path === '/write' ? 'Text' : 'Write a comment', { exact: true }).fill('Slowly.')
    const sent = page.waitForRequest((request) => request.url().includes(procedure))
    await page.getByRole('button', { name: action, exact: true }).click()
    await sent
    await page.getByRole('banner').getByRole('link', { name: 'Stats' }).click()
    await page.getByRole('heading', { level: 1, name: 'Stats' }).waitFor()
    answered.resolve()
    if (path !== '/write') await page.getByText('Your comment is').waitFor()
    else await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).not.toContain('new:')
    expect(page.url()).toMatch(/\/stats$/)
  })

  it('shows the shape of the page, a like at once, and the rest when it comes', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/trpc/**', async (route) => {
      await held
      await route.continue()
    })
    await open(loadedByApp('/'))
    await page.getByRole('status', { name: 'Loading the posts' }).waitFor()
    release()
    await page.getByRole('article').first().waitFor()

    await page.unroute('**/trpc/**')
    let answer = () => {}
    const waiting = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/trpc/likes.**', async (route) => {
      await waiting
      await route.continue()
    })
    const like = page.getByRole('button', { name: /^Like/, pressed: false }).first()
    const name = await like.getAttribute('aria-label')
    await like.click()
    const liked = page.getByRole('button', { name: new RegExp(`^${name?.split('”')[0]}`), pressed: true })
    await liked.waitFor()
    answer()
    await page.waitForLoadState('networkidle')
    await liked.waitFor()
  })
})
