import { expect, it } from 'vitest'
import { signUp } from './sign-up.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld({ empty: true })

it('an empty site tells on each page what to do next, and its first account how to become an admin', async () => {
  const { page, open } = await visitor()
  const main = page.getByRole('main')
  const next = [
    ['/', 'Write a post'],
    ['/authors', 'Sign up'],
    ['/topics', 'Write a post that has one'],
    ['/stats', 'Write a post'],
  ] as const
  for (const [path, name] of next) {
    await open(path)
    await main.getByRole('link', { name, exact: true }).first().waitFor()
  }
  const { username } = await signUp(page.context(), server.url, 'First')
  for (const path of ['/write', '/account']) {
    await open(path)
    await main.getByText(`trellis admin grant ${username}`, { exact: true }).waitFor()
  }
  const second = await visitor()
  await signUp(second.page.context(), server.url, 'Second')
  await second.open('/account')
  await second.page.getByRole('heading', { name: 'Sessions' }).waitFor()
  await expect.poll(() => second.page.getByText('admin grant').count()).toBe(0)
})
