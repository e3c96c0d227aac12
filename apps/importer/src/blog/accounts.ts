import { createHash } from 'node:crypto'
import type { AppRouter } from '@trellis/blog'
import { type Client, isApiError } from '@trellis/client'
import { fold } from '@trellis/store/fold'
import type { Author } from './author.ts'
import { limits } from './limits.ts'

/** The addresses of users that an import made: nobody can sign up with them, and no mail leaves for them. */
const PLACEHOLDER = '@imported.invalid'

/** The user of an author. */
export interface Account {
  /** In a dry run, 0 for a user that would be created. */
  id: number
  username: string
}

/** The users of the authors of a blog. */
export type Accounts = ReturnType<typeof accountsOf>

/** The users of the authors of a blog. Each is looked up once, and created if it does not exist. */
export function accountsOf(
  client: Client<AppRouter>,
  { signal, dryRun, warn }: { signal: AbortSignal; dryRun: boolean; warn: (message: string) => void },
) {
  const changes = { created: 0, updated: 0 }
  const accounts = new Map<string, Promise<Account>>()

  /** The user of an author. */
  function of(author: Author): Promise<Account> {
    const key = fold(author.username)
    const account = accounts.get(key) ?? find(author)
    accounts.set(key, account)
    return account
  }

  async function find(author: Author): Promise<Account> {
    const user = (await lookUp(author.username)) ?? (await renamed(author))
    if (!user) return create(author)
    const bio = author.bio ?? null
    const isOurs =
      user.email?.endsWith(PLACEHOLDER) || (author.email !== undefined && user.email === fold(author.email))
    // The profile of a person who took over the account is not overwritten.
    if (!author.isDescribed || !isOurs || (user.profile?.fullName === author.fullName && user.profile.bio === bio))
      return user
    const profile = { userId: user.id, fullName: author.fullName, bio }
    if (!dryRun) {
      if (user.profile) await client.profiles.update.mutate(profile, { signal })
      else await client.profiles.create.mutate(profile, { signal })
    }
    changes.updated += 1
    return user
  }

  async function lookUp(username: string) {
    try {
      return await client.users.byUsername.query({ username, posts: { limit: 1 } }, { signal })
    } catch (error) {
      if (isApiError<AppRouter>(error, 'USER_NOT_FOUND')) return undefined
      throw error
    }
  }

  /** The user that an earlier import made under another name, because the server refused the author's own. */
  async function renamed(author: Author) {
    for (const username of otherNames(author)) {
      const user = await lookUp(username)
      if (user && isOf(user, author)) return user
    }
    return undefined
  }

  async function create(author: Author): Promise<Account> {
    const { username } = author
    if (dryRun) {
      changes.created += 1
      return { id: 0, username }
    }
    const refused = (error: unknown) =>
      isApiError<AppRouter>(error, 'USERNAME_TAKEN') || (isApiError(error) && error.data.fields?.username !== undefined)
    try {
      return await createAs(username, author)
    } catch (error) {
      if (!refused(error)) throw error
    }
    const [name, last] = otherNames(author)
    const account = await createAs(name, author).catch((error) => {
      if (!refused(error)) throw error
      return createAs(last, author)
    })
    warn(`this server has no user ${username}, a name that it refuses: the author is ${account.username}`)
    return account
  }

  async function createAs(username: string, author: Author): Promise<Account> {
    const { fullName, bio } = author
    const create = async (email: string) => {
      const input = { username, email, profile: { fullName, bio } }
      const user = await client.users.create.mutate(input, { signal })
      changes.created += 1
      return user
    }
    try {
      return await create(author.email ?? placeholderOf(author))
    } catch (error) {
      // An attempt without a response may have created the user, or another import is creating the same one.
      const made =
        isApiError<AppRouter>(error, 'USERNAME_TAKEN') || isApiError<AppRouter>(error, 'EMAIL_TAKEN')
          ? await lookUp(username)
          : undefined
      if (made && (username === author.username || isOf(made, author))) return made
      // Another user has the address, or it is not valid.
      if (author.email === undefined || !isApiError(error)) throw error
      if (error.data.reason !== 'EMAIL_TAKEN' && !error.data.fields?.email) throw error
      return await create(placeholderOf(author))
    }
  }

  return { changes, of }
}

const placeholderOf = ({ username }: Author) => `${username}${PLACEHOLDER}`

/** Whether an import made a user for this author. */
const isOf = ({ email }: { email: string | null }, author: Author) =>
  email === fold(placeholderOf(author)) || (author.email !== undefined && email === fold(author.email))

/**
 * The names for an author whose own the server refuses. The second one fits where the letters of the name are refused, or
 * somebody else has the first.
 */
function otherNames({ username }: Author): [string, string] {
  const suffix = '-author'
  const short = username
    .slice(0, limits.username - suffix.length)
    .toWellFormed()
    .replace(/[-\uFFFD]+$/, '')
  return [short + suffix, `author-${createHash('sha256').update(fold(username)).digest('hex').slice(0, 12)}`]
}
