import { describe, expect, it } from 'vitest'
import { collectShifts, layoutShift } from './layout-shift.ts'
import { serviceOf } from './service.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const { posts } = serviceOf(server.url)
const create = (content: string) => posts.create.mutate({ authorId: 1, title: 'Images', content })
const text = '\n\nA paragraph of some words, which is below.\n\n'.repeat(12)
const drawn = (width: number, height: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%"/></svg>`

describe('an image', () => {
  it.each([
    [390, 800, 600],
    [1280, 600, 900],
    [1280, 1600, 500],
  ])('that comes late moves nothing, on a screen of %i pixels (%i x %i)', async (width, imageWidth, imageHeight) => {
    const { id } = await create(`Before.\n\n![A drawing](https://images.example/late.svg)${text}`)
    const { page, open } = await visitor({ viewport: { width, height: 860 } })
    await collectShifts(page)
    let send = () => {}
    const asked = new Promise<void>((resolve) => {
      send = resolve
    })
    await page.route('https://images.example/**', async (route) => {
      await asked
      await route.fulfill({ contentType: 'image/svg+xml', body: drawn(imageWidth, imageHeight) })
    })
    await open(`/posts/${id}`)
    const image = page.getByRole('img', { name: 'A drawing' })
    await image.waitFor()
    send()
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(imageWidth)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    expect(await layoutShift(page)).toBeLessThan(0.1)
  })

  it('that is missing is replaced by its description', async () => {
    const { id } = await create('![A drawing of a fern](https://images.example/none.png)')
    const { page, open } = await visitor({ expects: /none\.png/ })
    await page.route('https://images.example/**', (route) => route.fulfill({ status: 404 }))
    await open(`/posts/${id}`)
    await page.getByText('A drawing of a fern (this image could not be loaded)').waitFor()
  })
})
