import { DrizzleQueryError } from 'drizzle-orm'
import { type Account, lockUnchanged } from './accounts.ts'
import type { Identity } from './identity.ts'
import { endLink, recordLink } from './links.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Message } from './mail/messages.ts'
import { withOutcome } from './outcome.ts'
import type { IdentityConnection, IdentityStore } from './store.ts'

/** A call that better-auth has answered, before its commit. */
export interface Answered {
  response: Response
  /** The transaction of the call. */
  connection: IdentityConnection
  /** The user whose account was changed. */
  changed?: number | undefined
  /** The messages to send after the commit. */
  messages: Message[]
}

/** The request of a call in better-auth, and what runs around it in its transaction. */
export interface CallOptions {
  request: () => Request
  /** The account that was checked. If it is changed before the call writes, the call is refused. */
  account?: Account | undefined
  /** The token of the link that the call uses up. */
  link?: string | undefined
  /** Writes in the same transaction, if the call succeeded. */
  settle?: ((answered: Answered) => Promise<void>) | undefined
}

/** better-auth has refused a call: nothing is committed. */
class Refused extends Error {
  readonly response: Response
  readonly failures: unknown[]

  constructor(response: Response, failures: unknown[]) {
    super('better-auth refused the call', { cause: failures[0] })
    this.response = response
    this.failures = failures
  }
}

/**
 * Runs calls in better-auth, each in one transaction. A call has the response of better-auth, or throws if something failed on
 * the way, although better-auth may call it a success.
 */
export const callsOf =
  (store: IdentityStore, identity: Identity, mailer?: Mailer) =>
  async ({ request, account, link, settle }: CallOptions): Promise<Response> => {
    let isStale = false
    const first = async (connection: IdentityConnection) => {
      isStale = account !== undefined && !(await lockUnchanged(connection, account))
      if (link !== undefined && !isStale) isStale = !(await endLink(connection, link))
      if (isStale) throw new Error('The account was changed meanwhile')
    }
    try {
      const { response, messages } = await store.autocommit.transaction(async (begin) => {
        const { result, failures, links, ...outcome } = await withOutcome(() => identity.handler(request()))
        if (!result.ok || failures.length > 0) throw new Refused(result, failures)
        if (settle) await settle({ ...outcome, response: result, connection: await begin() })
        for (const { token, userId } of links) await recordLink(await begin(), token, userId)
        return { response: result, messages: outcome.messages }
      }, first)
      for (const message of messages) mailer?.send(message)
      return response
    } catch (error) {
      if (isStale && link !== undefined) return invalidLink()
      if (isStale) return refusal(409, 'ACCOUNT_CHANGED', 'The account was changed meanwhile. Try again.')
      if (!(error instanceof Refused)) throw error
      const { response, failures } = error
      const violated = failures.map((failure) => store.violation(failure)?.kind)
      // A session refers to its user.
      if (violated.includes('foreignKey')) return refusal(401, 'USER_NOT_FOUND', 'This account has just been deleted.')
      const isTaken = violated.includes('unique')
      // better-auth calls some failed statements a refusal.
      const failed = failures.find((failure) => failure instanceof DrizzleQueryError)
      if (failed && !isTaken) throw failed
      if (!response.ok && response.status < 500) return response
      if (!isTaken) throw error
      return refusal(409, 'EMAIL_TAKEN', 'Somebody else has this address.')
    }
  }

/** A refusal in the form of better-auth's. */
export const refusal = (status: number, code: string, message: string): Response =>
  Response.json({ code, message }, { status })

/** The refusal of a link that is used up, too old, or of an account that has changed since. */
export const invalidLink = (): Response => refusal(400, 'INVALID_TOKEN', 'This link does not work any more.')
