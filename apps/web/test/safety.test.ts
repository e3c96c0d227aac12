import { describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { loadedByApp, openWorld } from './world.ts'

const { server, visitor } = await openWorld()

const attack = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`
const markdown = `${attack}

[click](javascript:window.hacked=1) ![x](javascript:window.hacked=1) <javascript:window.hacked=1>

<iframe srcdoc="<script>parent.hacked=1</script>"></iframe> <svg onload="window.hacked=1"></svg>

<a href="javascript:window.hacked=1" onclick="window.hacked=1">here</a>`

const service = serviceOf(server.url)
const { id: authorId } = await service.users.create.mutate({
  username: 'mallory',
  email: 'mallory@example.com',
  profile: { fullName: `Mallory ${attack}`, bio: attack },
})
const { id: postId } = await service.posts.create.mutate({
  authorId,
  title: `Zebra ${attack}`,
  content: `zebra ${markdown}`,
  category: { connectOrCreate: { name: '<script>hacked=1</script>' } },
  tags: { connectOrCreate: [{ name: '<img src=x onerror=hacked=1>' }] },
})
const { id: parentId } = await service.comments.create.mutate({ authorId, postId, body: markdown })
await service.comments.create.mutate({ authorId, postId, parentId, body: markdown })
await service.employees.create.mutate({ name: `Mallory ${attack}`, title: attack })

describe('a script in what people write', () => {
  it.each([
    '/',
    `/posts/${postId}`,
    '/authors/mallory',
    '/authors?q=mallory',
    '/search?q=zebra',
    '/search?q=%3Cscript%3Ehacked%3D1%3C%2Fscript%3E',
    '/?tag=%3Cimg+src%3Dx+onerror%3Dhacked%3D1%3E',
    '/topics',
    '/organization',
    '/stats',
  ])('is text on %s', async (path) => {
    const { page, open } = await visitor({ expects: /Content Security Policy/ })
    await open(path)
    await page.waitForLoadState('networkidle')
    for (const link of await page.getByRole('link', { name: 'click', exact: true }).all()) await link.click()
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
    expect(
      await page.locator('main :is(script, iframe, [onerror], [onclick], [onload], [href^=javascript])').count(),
    ).toBe(0)
  })

  it('is text in a reply, and in the preview of the editor', async () => {
    const { page, open } = await visitor({ as: server.admin })
    await open(`/posts/${postId}`)
    await page.locator('#comments').scrollIntoViewIfNeeded()
    await expect.poll(() => page.getByRole('article', { name: /^comment by Mallory/ }).count()).toBe(2)
    await open('/write')
    await page.getByLabel('Text', { exact: true }).fill(markdown)
    await page.getByText('Preview', { exact: true }).click()
    await page.getByRole('region', { name: 'Preview' }).getByText('window.hacked=1').first().waitFor()
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  })
})

describe('links in what people write', () => {
  it('give nothing away to where they lead', async () => {
    const content = 'See [there](https://example.com/a).'
    const { id } = await service.posts.create.mutate({ authorId, title: 'Links', content })
    const { page, open } = await visitor()
    await open(`/posts/${id}`)
    const link = page.getByRole('link', { name: 'there' })
    expect(await link.getAttribute('href')).toBe('https://example.com/a')
    expect(await link.getAttribute('rel')).toContain('noopener')
  })
})

describe('a comment that is too complex to render', () => {
  it('is shown as it was typed, leaves the page usable and can be deleted', async () => {
    const content = 'A post that others attack.'
    const post = await service.posts.create.mutate({ authorId, title: 'Attacked', content })
    const comment = (body: string) => service.comments.create.mutate({ authorId, postId: post.id, body })
    await comment(`${'>'.repeat(9_990)}a`)
    await comment('*a_'.repeat(3_300))
    await comment('A quiet word.')
    const { page, open } = await visitor({ as: server.admin })
    await open(`/posts/${post.id}`)
    await page.getByText('A quiet word.').waitFor()
    const comments = page.getByRole('article', { name: /^comment by Mallory/ })
    for (const left of [2, 1]) {
      await comments
        .first()
        .getByRole('button', { name: /^Delete/ })
        .click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await expect.poll(() => comments.count()).toBe(left)
    }
    await page.getByText('A quiet word.').waitFor()
  })

  it('is shown as it was typed when rendering it fails, and nothing else is affected', async () => {
    const content = 'Before\n\n| a |\n|---|\n| b |'
    const { id } = await service.posts.create.mutate({ authorId, title: 'Fails', content })
    await service.comments.create.mutate({ authorId, postId: id, body: 'An *ordinary* comment.' })
    const { page, open } = await visitor({ expects: /no table today/ })
    await page.addInitScript(() => {
      const create = document.createElement.bind(document)
      document.createElement = (name: string, ...rest: []) => {
        if (name === 'table') throw new Error('no table today')
        return create(name, ...rest)
      }
    })
    await open(loadedByApp(`/posts/${id}`))
    await page.getByText('| b |').waitFor()
    await page.locator('em', { hasText: 'ordinary' }).waitFor()
  })
})
