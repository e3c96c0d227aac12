import { AxeBuilder } from '@axe-core/playwright'
import { beforeEach, describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()

const sample = `# Set up
\`\`\`ts
// A comment
const answer: number = 42 + length('forty-two')
\`\`\`

\`\`\`constructor
not a language
\`\`\`
${'\nA paragraph.\n'.repeat(80)}
## Set up

## See [the manual](https://example.com)

\`\`\`python
print("late")
\`\`\`
`
const { id } = await serviceOf(server.url).posts.create.mutate({ authorId: 1, title: 'Code', content: sample })
const { page, open } = await visitor({ reducedMotion: 'reduce' })
await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
beforeEach(async () => {
  await open(`/posts/${id}`)
  await page.locator('.hljs-keyword', { hasText: 'const' }).waitFor()
})

describe('a block of code', () => {
  it('is highlighted when it comes near the screen; only the grammar of its language is loaded', async () => {
    const { page, open } = await visitor({ reducedMotion: 'reduce' })
    const scripts: string[] = []
    page.on('response', (response) => scripts.push(response.url()))
    await open(`/posts/${id}`)
    await page.locator('.hljs-keyword', { hasText: 'const' }).waitFor()
    expect(scripts.filter((url) => url.includes('python'))).toEqual([])
    await page.getByText('print("late")').scrollIntoViewIfNeeded()
    await page.locator('.hljs-string', { hasText: '"late"' }).waitFor()
    expect(await page.locator('pre', { hasText: 'not a language' }).locator('span').count()).toBe(0)
    expect(scripts.filter((url) => /typescript|python/.test(url))).toHaveLength(2)
    expect(scripts.filter((url) => /kotlin|swift|sql-/.test(url))).toEqual([])
  })

  it.each([
    ['light', 'rgb(163, 38, 59)'],
    ['dark', 'rgb(255, 154, 168)'],
  ] as const)('has a colour for each kind of word in %s', async (colorScheme, colour) => {
    await page.emulateMedia({ colorScheme })
    const colourOf = (name: string) =>
      page
        .locator(name)
        .first()
        .evaluate((element) => getComputedStyle(element).color)
    await expect.poll(() => colourOf('.hljs-keyword')).toBe(colour)
    expect(await colourOf('.hljs-comment')).not.toBe(colour)
    expect(await colourOf('.hljs-number')).not.toBe(await colourOf('.hljs-string'))
  })

  it.each(['light', 'dark'] as const)('can be read in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    const results = await new AxeBuilder({ page }).setLegacyMode().withRules(['color-contrast']).analyze()
    expect(results.violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([])
  })

  it('is copied by its button, without the fence', async () => {
    await page.getByRole('button', { name: 'Copy the code' }).first().click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "// A comment\nconst answer: number = 42 + length('forty-two')",
    )
  })
})

describe('a heading', () => {
  it('links to itself; the same words twice are two places', async () => {
    const links = page.getByRole('link', { name: 'Set up' })
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')?.split('#')[1]))).toEqual([
      'section-set-up',
      'section-set-up-2',
    ])
    await page.getByRole('heading', { name: 'See the manual' }).getByRole('link', { name: 'the manual' }).waitFor()
  })

  it('is scrolled to when a link to it is opened', async () => {
    await page.goto('about:blank')
    await open(`/posts/${id}#section-set-up-2`)
    const top = () => page.locator('#section-set-up-2').evaluate((heading) => heading.getBoundingClientRect().top)
    await expect.poll(top).toBeLessThan(400)
    await expect.poll(top).toBeGreaterThan(-1)
  })
})
