import { and, eq } from 'drizzle-orm'
import type { IdentityConnection } from './store.ts'

const hasToken = (value: unknown): value is { id: string; token: string } =>
  typeof value === 'object' && value !== null && 'id' in value && 'token' in value

/**
 * A response about sessions with their ids in the place of their tokens. Somebody who uses a session for a moment, such as a script in the page,
 * must not get the token of it or of another session.
 */
export async function withoutTokens(response: Response): Promise<Response> {
  const sessions: unknown = JSON.parse(await response.text(), (_, value: unknown) =>
    hasToken(value) ? { ...value, token: value.id } : value,
  )
  return Response.json(sessions, response)
}

/** The token of a session of a user, which is named by its id or by the token itself. */
export async function tokenNamed({ db, tables: { sessions } }: IdentityConnection, userId: number, name: string) {
  const id = Number(name)
  if (!Number.isSafeInteger(id)) return name
  const [session] = await db
    .select({ token: sessions.token })
    .from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
  return session?.token ?? name
}
