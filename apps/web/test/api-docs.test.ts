import { expect, it } from 'vitest'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()

it.each([390, 1280])('the API reference is shown on a screen of %i pixels, with files of our own', async (width) => {
  const { page } = await visitor({ viewport: { width, height: 800 } })
  const foreign: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).protocol.startsWith('http') && !request.url().startsWith(server.url)) {
      foreign.push(request.url())
    }
  })
  await page.goto('/docs')
  await page.getByRole('heading', { name: 'Trellis', exact: true }).waitFor()
  await page.getByText('POST /api/auth/sign-in/email').waitFor()
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(overflow).toBe(0)
  expect(foreign).toEqual([])
  await page.context().close()
})

it('a request tried there is sent with the cookie of whoever is signed in', async () => {
  const { page } = await visitor({ as: server.admin })
  await page.goto('/docs/#tag/viewer/GET/viewer')
  await page.getByRole('button', { name: 'Test Request (get /viewer)', exact: true }).click()
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/viewer')
  await page.getByRole('button', { name: /^Send/ }).first().click()
  expect(await (await answered).json()).toMatchObject({ username: server.admin.username })
  await page.context().close()
})

it('the foot of every page links it', async () => {
  const { page, open } = await visitor()
  await open('/')
  expect(await page.getByRole('link', { name: 'API' }).getAttribute('href')).toBe('/docs')
  await page.context().close()
})
