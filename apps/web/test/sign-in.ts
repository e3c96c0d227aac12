import type { BrowserContext, Page } from 'playwright-core'

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

/** Lets the next call of a procedure be refused because the sign-in is not recent. */
export async function wantRecentSignIn(page: Page, procedure: string): Promise<void> {
  const data = { code: 'FORBIDDEN', httpStatus: 403, reason: 'SIGN_IN_AGAIN', fields: null }
  const refusal = { error: { message: 'Sign in again first.', code: -32003, data } }
  await page.route(`**/trpc/${procedure}*`, (route) => route.fulfill({ status: 403, json: [refusal] }), { times: 1 })
}
