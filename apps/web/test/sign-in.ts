import type { BrowserContext } from 'playwright-core'

/** Signs in without the form: the cookie is in the context afterwards. */
export async function signInTo(
  context: BrowserContext,
  url: string,
  { username, password }: { username: string; password: string },
): Promise<void> {
  const response = await context.request.post(`${url}/api/auth/sign-in/username`, {
    data: { username, password },
    headers: { origin: url },
  })
  if (!response.ok()) throw new Error(`Signing in as ${username} was answered ${response.status()}`)
}
