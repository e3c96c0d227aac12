import { createClient } from '@trellis/client'
import type { AppRouter } from '../../src/api/root.ts'

/** Calls procedures with the types of the router. The browser sends the cookie of the session. */
export const api = createClient<AppRouter>({ url: window.location.origin })

/** What `notes.list` answers, one of them. */
export type Note = Awaited<ReturnType<typeof api.notes.list.query>>['items'][number]

/** Who is signed in. */
export interface User {
  readonly id: number
  readonly username: string
}

/** Who is signed in, or `null`. */
export async function session(): Promise<User | null> {
  const found: { user: User } | null = await (await fetch('/api/auth/get-session')).json()
  return found?.user ?? null
}

/** Calls a route of sign-in, such as `sign-in/email`. Resolves to why it was refused, or to `null`. */
export async function authenticate(route: string, body: Record<string, string> = {}): Promise<string | null> {
  const answer = await fetch(`/api/auth/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (answer.ok) return null
  const { message }: { message?: string } = await answer.json()
  return message ?? answer.statusText
}
