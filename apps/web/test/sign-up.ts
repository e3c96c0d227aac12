import type { Visitor } from './world.ts'

/** Signs up through the form, and waits until one is signed in. */
export async function signUp(
  { page, open }: Visitor,
  { username, password }: { username: string; password: string },
  name: string,
): Promise<void> {
  await open('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('E-mail').fill(`${username}@example.com`)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByRole('button', { name: `Account of ${username}` }).waitFor()
}
