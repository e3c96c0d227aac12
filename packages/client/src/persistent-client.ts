import type { AppRouter, RouterOutputs } from '@trellis/api'
import { type CreateTRPCClientOptions, type TRPCRequestOptions, TRPCUntypedClient } from '@trpc/client'
import { type Persistence, persist } from './persistence.ts'
import { isTrellisError } from './trellis-error.ts'

/** tRPC's client with a time limit on every attempt, and with retries where they are harmless. */
export class PersistentClient extends TRPCUntypedClient<AppRouter> {
  readonly #persistence: Persistence

  constructor(persistence: Persistence, options: CreateTRPCClientOptions<AppRouter>) {
    super(options)
    this.#persistence = persistence
  }

  override async query(path: string, input?: unknown, options?: TRPCRequestOptions): Promise<unknown> {
    const outcome = await persist(this.#persistence, {
      path,
      signal: options?.signal,
      repeatable: true,
      attempt: (signal) => super.query(path, input, { ...options, signal }),
    })
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }

  override async mutation(path: string, input?: unknown, options?: TRPCRequestOptions): Promise<unknown> {
    const outcome = await persist(this.#persistence, {
      path,
      signal: options?.signal,
      repeatable: options?.context?.idempotent === true || externalIdOf(input) !== undefined,
      attempt: (signal) => super.mutation(path, input, { ...options, signal }),
    })
    if (!('error' in outcome)) return outcome.value
    // An earlier attempt, whose response was lost, may have created the post that this one conflicts with.
    const made = outcome.repeated && isTrellisError(outcome.error, 'POST_EXISTS') && (await this.#made(input, options))
    if (made) return made
    throw outcome.error
  }

  /** The post with the external id of the input, if it has the input's title and content: an older post may differ. */
  async #made(input: unknown, options?: TRPCRequestOptions): Promise<RouterOutputs['posts']['create'] | undefined> {
    const post = await this.query('posts.byExternalId', { externalId: externalIdOf(input) }, options)
    return isPostOf(post, input) ? post : undefined
  }
}

function externalIdOf(input: unknown): string | undefined {
  return isObject(input) && typeof input.externalId === 'string' ? input.externalId : undefined
}

/** Compares with what the server stores: the title trimmed and in NFC, the content unchanged. */
function isPostOf(post: unknown, input: unknown): post is RouterOutputs['posts']['create'] {
  if (!isObject(post) || !isObject(input) || typeof input.title !== 'string') return false
  return post.title === input.title.trim().normalize('NFC') && post.content === input.content
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
