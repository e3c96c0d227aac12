import { describe, expect, it } from 'vitest'
import { signInTo, wantRecentSignIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()

describe('signing in and out', () => {
  it('goes back to where one came from, with a username or an e-mail address', async () => {
    const { page, open } = await visitor()
    await open('/write')
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Username or e-mail').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('trellis-demo')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Write a post' }).waitFor()
    await page.getByRole('button', { name: 'Account of ada' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Username or e-mail').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('trellis-demo')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Account of ada' }).waitFor()
  })

  it('says at the field what is wrong with it', async () => {
    const { page, open } = await visitor({ expects: /status of (400|401|409|422)/ })
    await open('/sign-in')
    await page.getByLabel('Username or e-mail').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Name and password do not match.').waitFor()

    await page.getByRole('link', { name: 'Create an account' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Another Ada')
    await page.getByLabel('Username').fill('ada')
    await page.getByLabel('E-mail').fill('another@example.com')
    await page.getByLabel('Password', { exact: true }).fill('long enough')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await expect.poll(() => page.getByLabel('Username').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Another Ada')
  })

  it('never leads to another site', async () => {
    const { page, open } = await visitor()
    await open('/sign-in?next=//example.com/')
    await page.getByLabel('Username or e-mail').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('trellis-demo')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Latest posts' }).waitFor()
  })
})

describe('the account page', () => {
  it('changes the profile and the names, and tells which name is taken', async () => {
    const { page, open } = await visitor({ expects: /status of 409/ })
    const { username } = await signUp(page.context(), server.url, 'Fern')
    await open('/account')
    await page.getByLabel('Name', { exact: true }).fill('Fern Hollow')
    await page.getByLabel('About you').fill('Shade, mostly.')
    await page.getByRole('button', { name: 'Save the profile' }).click()
    await page.getByText('Your profile is saved.').waitFor()
    await page.getByLabel('Username').fill('ada')
    await page.getByRole('button', { name: 'Save the names' }).click()
    await page.getByText('This username is taken.').waitFor()
    await page.getByLabel('Username').fill(`${username}.h`)
    await page.getByRole('button', { name: 'Save the names' }).click()
    await page.getByRole('button', { name: `Account of ${username}.h` }).waitFor()
    await open(`/authors/${username}.h`)
    await page.getByText('Shade, mostly.').waitFor()
  })
})

describe('the sessions of an account', () => {
  it('are listed with their devices; one ends another, and all others', async () => {
    const { page, open } = await visitor()
    const moss = await signUp(page.context(), server.url, 'Moss')
    const elsewhere = await Promise.all(
      ['Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', 'curl/8.0', 'curl/8.1'].map((userAgent) =>
        visitor({ userAgent }),
      ),
    )
    for (const { page } of elsewhere) await signInTo(page.context(), server.url, moss)
    await open('/account')
    const sessions = page.getByRole('article')
    await page
      .getByRole('article', { name: 'This session' })
      .getByText(/on Linux/)
      .waitFor()
    await page.getByRole('article', { name: 'Session with Firefox on Windows' }).getByRole('button').click()
    await expect.poll(() => sessions.count()).toBe(3)
    await page.getByRole('button', { name: 'End all others' }).click()
    await expect.poll(() => sessions.count()).toBe(1)
    await elsewhere[0]?.open('/account')
    await elsewhere[0]?.page.getByRole('heading', { name: 'Sign in first' }).waitFor()
  })

  it('a new e-mail address needs the password when the sign-in is not recent', async () => {
    const { page, open } = await visitor({ expects: /status of 403/ })
    const { username, password } = await signUp(page.context(), server.url, 'Reed')
    await open('/account')
    await wantRecentSignIn(page, 'users.update')
    await page.getByLabel('E-mail').fill(`${username}@example.org`)
    await page.getByRole('button', { name: 'Save the names' }).click()
    await page.getByLabel('Your password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Save the names' }).click()
    await page.getByText('Your names are saved.').waitFor()
    expect(await page.getByLabel('Your password', { exact: true }).count()).toBe(0)
  })
})
