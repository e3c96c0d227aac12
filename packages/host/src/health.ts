import { setTimeout } from 'node:timers/promises'
import type { IdentityStore as Store } from '@trellis/identity'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

/** How old an answer about the database may be, in milliseconds. */
const MAX_AGE = 500

/** How long the database may take to answer, in milliseconds: as long as a wait for a connection. */
const DEADLINE = 10_000

/** `/health/live`: the process answers. `/health/ready`: it is not `stopping`, and its database takes writes. */
export function healthRoutes(
  app: FastifyInstance,
  store: Pick<Store, 'check'>,
  log: Logger,
  stopping: AbortSignal,
  deadline = DEADLINE,
): void {
  // An established connection to a server that has stopped does not fail.
  const noAnswer = async () => {
    await setTimeout(deadline, undefined, { ref: false })
    throw new Error('the database does not answer')
  }
  let checked: { at: number; problem: Promise<string | undefined> } | undefined
  /** Why the database cannot be used. The error of the driver is in the log only. Frequent requests share one check, which writes. */
  const problem = () => {
    if (!checked || Date.now() - checked.at > MAX_AGE) {
      checked = {
        at: Date.now(),
        problem: Promise.race([store.check(), noAnswer()]).then(
          () => undefined,
          (error: Error) => {
            log.error(error, 'the database does not take writes')
            return error.message
          },
        ),
      }
    }
    return checked.problem
  }
  // A balancer may have the address of all callers behind it.
  const config = { cost: 0 }
  app.get('/health/live', { config }, async () => ({ status: 'ok' }))
  app.get('/health/ready', { config }, async (_, reply) => {
    if (stopping.aborted) return reply.code(503).send({ status: 'closing' })
    const reason = await problem()
    return reason === undefined ? { status: 'ok' } : reply.code(503).send({ status: 'database unavailable', reason })
  })
}
