import { isTrellisError, type TrellisClient } from '@trellis/client'
import { fold } from '@trellis/store/fold'
import type { Author } from './author.ts'

/** The addresses of users that an import made: nobody can sign up with them, and no mail leaves for them. */
const PLACEHOLDER = '@imported.invalid'

/** The users of the authors of a blog. Each is looked up once, and created if it does not exist. */
export class Accounts {
  readonly changes = { created: 0, updated: 0 }
  readonly #client: TrellisClient
  readonly #signal: AbortSignal
  readonly #dryRun: boolean
  readonly #ids = new Map<string, Promise<number>>()

  constructor(client: TrellisClient, { signal, dryRun }: { signal: AbortSignal; dryRun: boolean }) {
    this.#client = client
    this.#signal = signal
    this.#dryRun = dryRun
  }

  /** The id of the user. In a dry run, 0 for a user that would be created. */
  idOf(author: Author): Promise<number> {
    const key = fold(author.username)
    const id = this.#ids.get(key) ?? this.#find(author)
    this.#ids.set(key, id)
    return id
  }

  async #find(author: Author): Promise<number> {
    const user = await this.#lookUp(author.username)
    if (!user) return this.#create(author)
    const bio = author.bio ?? null
    const isOurs =
      user.email?.endsWith(PLACEHOLDER) || (author.email !== undefined && user.email === fold(author.email))
    // The profile of a person who took over the account is not overwritten.
    if (!author.isDescribed || !isOurs || (user.profile?.fullName === author.fullName && user.profile.bio === bio))
      return user.id
    this.changes.updated += 1
    if (this.#dryRun) return user.id
    const profile = { userId: user.id, fullName: author.fullName, bio }
    if (user.profile) await this.#client.profiles.update.mutate(profile, { signal: this.#signal })
    else await this.#client.profiles.create.mutate(profile, { signal: this.#signal })
    return user.id
  }

  async #lookUp(username: string) {
    try {
      return await this.#client.users.byUsername.query({ username, posts: { limit: 1 } }, { signal: this.#signal })
    } catch (error) {
      if (isTrellisError(error, 'USER_NOT_FOUND')) return undefined
      throw error
    }
  }

  async #create(author: Author): Promise<number> {
    this.changes.created += 1
    if (this.#dryRun) return 0
    const { username, fullName, bio } = author
    const create = async (email: string) => {
      const input = { username, email, profile: { fullName, bio } }
      return (await this.#client.users.create.mutate(input, { signal: this.#signal })).id
    }
    const placeholder = `${username}${PLACEHOLDER}`
    try {
      return await create(author.email ?? placeholder)
    } catch (error) {
      // An attempt without a response may have created the user, or another import is creating the same one.
      const made =
        isTrellisError(error, 'USERNAME_TAKEN') || isTrellisError(error, 'EMAIL_TAKEN')
          ? await this.#lookUp(username)
          : undefined
      if (made) return made.id
      // Another user has the address, or it is not valid.
      if (author.email === undefined || !isTrellisError(error)) throw error
      if (error.data.reason !== 'EMAIL_TAKEN' && !error.data.fields?.email) throw error
      return await create(placeholder)
    }
  }
}
