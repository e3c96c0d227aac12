import type { BrowserContext } from 'playwright-core'
import { postTo } from './sign-in.ts'
import { unique } from './unique.ts'

/** Creates an account of a unique username without the form: its cookie is in the context afterwards. */
export async function signUp(context: BrowserContext, url: string, name: string) {
  const username = unique(name.toLowerCase().replaceAll(' ', '.'))
  const user = { username, password: `a password for ${username}`, email: `${username}@example.com` }
  await postTo(context, `${url}/api/auth/sign-up/email`, { ...user, name })
  await postTo(context, `${url}/trpc/profiles.create`, { fullName: name })
  return user
}
