import { describe, expect, it } from 'vitest'
import { signUp } from './sign-up.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()

describe('the form to sign up', () => {
  it('shows everything that is wrong at once, and what to do', async () => {
    const { page, open } = await visitor({ expects: /status of 4/ })
    await open('/sign-up')
    const send = page.getByRole('button', { name: 'Sign up' })
    const errors = () => page.locator('.mantine-InputWrapper-error').allTextContents()
    await send.click()
    await expect.poll(errors).toHaveLength(4)
    await page.getByLabel('Name', { exact: true }).fill('Ada')
    await page.getByLabel('Username').fill('a b')
    await page.getByLabel('E-mail').fill('nobody')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await send.click()
    await expect
      .poll(errors)
      .toEqual([
        'Use letters, digits, dots, dashes and underscores',
        'Enter an e-mail address, such as ada@example.com',
        'Use at least 8 characters',
      ])
  })
})

describe('what the server refuses', () => {
  it('is said in words that tell what to do', async () => {
    const { page, open } = await visitor({ as: server.admin, expects: /status of 400/ })
    await open('/admin?part=tags')
    await page
      .getByRole('button', { name: /^Rename/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill(' ')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await dialog.getByText('Fill this in').waitFor()
  })
})

describe('a long text', () => {
  it('counts its characters; too many are refused with the number that fits', async () => {
    const { page, open } = await visitor({ expects: /status of 400/ })
    await signUp(page.context(), server.url, 'Long')
    await open('/account')
    await page.getByLabel('About you').fill('x'.repeat(2_001))
    await page.getByText('2,001 / 2,000').waitFor()
    await page.getByRole('button', { name: 'Save the profile' }).click()
    await page.getByText('Use at most 2,000 characters').waitFor()
    await open('/posts/60')
    await page.getByRole('textbox', { name: 'Write a comment' }).fill('Twelve chars')
    await page.getByText('12 / 10,000').waitFor()
  })
})
