import { queryOptions } from '@tanstack/react-query'
import { usernameClient } from 'better-auth/client/plugins'
import { createAuthClient } from 'better-auth/react'
import { client, queryClient } from '../trpc.ts'
import { viewerChanged } from '../viewer.ts'

/** The client of `/api/auth`. Without a response of the server, the status of an error is 0. */
export const auth = createAuthClient({
  plugins: [usernameClient()],
  fetchOptions: { customFetchImpl: (...request) => fetch(...request).catch(() => Response.error()) },
})

/** Messages by form field; `''` is for what is about no field. */
export type Refusal = Partial<Record<'' | 'name' | 'username' | 'email' | 'password', string>>

/** Signs in with a username or an e-mail address. Returns why not, or `null`. */
export async function signIn(login: string, password: string): Promise<Refusal | null> {
  const { error } = await (login.includes('@')
    ? auth.signIn.email({ email: login, password })
    : auth.signIn.username({ username: login, password }))
  if (error?.status === 401) return { password: 'Name and password do not match.' }
  if (error) return refusal(error)
  await viewerChanged()
  return null
}

/** Creates an account with a profile and signs in to it. Returns why not, or `null`. */
export async function signUp(account: {
  name: string
  username: string
  email: string
  password: string
}): Promise<Refusal | null> {
  const { error } = await auth.signUp.email(account)
  if (error) return refusal(error)
  await client.profiles.create
    .mutate({ fullName: account.name })
    // There is an account already: the profile can be made on the account page, too.
    .catch(() => undefined)
  await viewerChanged()
  return null
}

/** Changes the password and signs out other devices. Returns why not, or `null`. */
export async function changePassword(
  currentPassword: string,
  newPassword: string,
): Promise<{ current?: string | undefined; password?: string | undefined; ''?: string | undefined } | null> {
  const { error } = await auth.changePassword({ currentPassword, newPassword, revokeOtherSessions: true })
  await sessionsChanged()
  if (!error) return null
  if (error.code === 'INVALID_PASSWORD') return { current: 'This is not your password.' }
  return refusal(error)
}

/** Signs in again to confirm who it is; nothing on the page is forgotten. Returns why not, or `null`. */
export async function confirmPassword(password: string): Promise<{ confirmation?: string; ''?: string } | null> {
  const before = await auth.getSession()
  const username = before.data?.user.username ?? ''
  const { error } = await auth.signIn.username({ username, password })
  if (error?.status === 401) return { confirmation: 'This is not your password.' }
  if (error) return { '': messageOf(error) }
  // The new session takes the place of the old one.
  if (before.data) await auth.revokeSession({ token: before.data.session.token })
  await sessionsChanged()
  return null
}

/** The sessions of the viewer, the newest first; `current` is the one of this browser. */
export const sessionsOptions = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => {
    const [{ data: sessions }, { data: own }] = await Promise.all([auth.listSessions(), auth.getSession()])
    if (!sessions) throw new Error('The sessions were not read.')
    return sessions
      .map((session) => ({ ...session, current: session.token === own?.session.token }))
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  },
})

const sessionsChanged = () => queryClient.invalidateQueries(sessionsOptions)

/** Ends a session of the viewer; without a token, every one but that of this browser. @throws if it was not ended. */
export async function endSession(token?: string): Promise<void> {
  const { error } = await (token ? auth.revokeSession({ token }) : auth.revokeOtherSessions())
  if (error) throw new Error('The session was not ended.')
  await sessionsChanged()
}

/** Signs out. Returns why not, or `null`. */
export async function signOut(): Promise<string | null> {
  const { error } = await auth.signOut()
  if (error) return messageOf(error)
  await viewerChanged()
  return null
}

/** Removes the session of a deleted account. */
export async function leaveAfterDeletion(): Promise<void> {
  await auth.signOut()
  await viewerChanged()
}

/** An error of the session client. The server adds `fields` when the input is not valid. */
interface SessionError {
  status: number
  code?: string | undefined
  message?: string | undefined
  fields?: Refusal
}

/** The messages of an error as one text. */
export const messageOf = (error: SessionError): string => Object.values(refusal(error)).join(' ')

/** The messages of an error, by form field. */
export function refusal({ status, code = '', message, fields }: SessionError): Refusal {
  if (!message || status === 0 || status >= 500) {
    return { '': 'The server could not be reached. Check your connection and try again.' }
  }
  if (fields) return fields
  // The code names what it is about: USERNAME_IS_ALREADY_TAKEN, PASSWORD_TOO_SHORT...
  if (code.includes('EMAIL') || code.startsWith('USER_ALREADY_EXISTS')) return { email: message }
  if (code.includes('USERNAME')) return { username: message }
  if (code.includes('PASSWORD')) return { password: message }
  return { '': message }
}
