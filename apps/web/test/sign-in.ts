import type { BrowserContext, Page } from 'playwright-core'

/** Sends a request to the server, with the cookies of a context. */
export async function postTo(context: BrowserContext, url: string, data: unknown): Promise<void> {
  const response = await context.request.post(url, { data, headers: { origin: new URL(url).origin } })
  if (!response.ok()) throw new Error(`${url} was answered ${response.status()}: ${await response.text()}`)
}

/** Signs in without the form: the cookie is in the context afterwards. */
export function signInTo(
  context: BrowserContext,
  url: string,
  { username, password }: { username: string; password: string },
): Promise<void> {
  return postTo(context, `${url}/api/auth/sign-in/username`, { username, password })
}

/** Lets the next call of a procedure be refused because the sign-in is not recent. */
export async function wantRecentSignIn(page: Page, procedure: string): Promise<void> {
  const data = { code: 'FORBIDDEN', httpStatus: 403, reason: 'SIGN_IN_AGAIN', fields: null }
  const refusal = { error: { message: 'Sign in again first.', code: -32003, data } }
  await page.route(`**/trpc/${procedure}*`, (route) => route.fulfill({ status: 403, json: [refusal] }), { times: 1 })
}
