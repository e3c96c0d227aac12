import { type IdentityStore, network } from '@trellis/identity'
import type { Caller, Limit } from '@trellis/rpc'
import { type ApiError, commonError } from '@trellis/rpc/errors'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type BudgetSettings, ownBudgets, sharedBudgets } from './budgets.ts'
import type { AnswerError } from './error-answers.ts'
import { Turns } from './turns.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The points that a request spends of the budget of its address: by default 5 if it may write, else 1. */
    cost?: number | 'of its calls'
  }
  interface FastifyRequest {
    /** The bytes of the body that were read, and are not in a budget yet. */
    received: number
    /** Whether the request, or a call of it, has spent something. */
    isSpent: boolean
  }
}

/** The points that a request spends without a `cost` of its route: if it may write, and if it only reads. */
const WRITE = 5
const READ = 1
/** The points that a request takes while it starts: its calls may be 20. */
const START = 10
/** The value of `retry-after` if too many calls wait, in seconds. */
const QUEUE_FULL = 1

/** The limits of calls of procedures. Other routes need nothing to be limited. */
export interface Limits {
  /** Must be called for a scope whose routes call procedures: they spend what the calls cost. */
  ofScope(scope: FastifyInstance, findCaller: (request: FastifyRequest) => Promise<Caller>): void
  /** The limit of the calls of a request. */
  ofCalls(request: FastifyRequest, reply: FastifyReply): Limit
}

/**
 * Limits every route, also one that is added later: the points of a minute, the writes of a day, and the calls that run at
 * once for one network. Calls spend budgets of the address and of the user, services excepted: several accounts at one
 * address have no larger budget. Other routes spend the budget of the address, counted in this process: pages and files do not
 * need the database for it.
 */
export function limitRequests(
  app: FastifyInstance,
  env: BudgetSettings,
  store: IdentityStore,
  refuse: AnswerError,
): Limits | undefined {
  app.decorateRequest('received', 0)
  app.decorateRequest('isSpent', false)
  if (env.RATE_LIMIT === Number.POSITIVE_INFINITY) return undefined
  const turns = new Turns()
  const { spend, wait: waitOf } = ownBudgets(env)
  const spendCall = env.RATE_LIMIT_STORE === 'database' ? sharedBudgets(env, store) : spend

  const refuseUntil = (request: FastifyRequest, reply: FastifyReply, wait: number) =>
    refuse(request, reply.header('retry-after', wait), 429, tooMany(wait))

  // Its length is not known before if it is sent in chunks.
  app.addHook('preParsing', (request, _reply, payload, done) => {
    payload.on('data', (part: Buffer) => {
      request.received += part.length
    })
    done(null, payload)
  })
  app.addHook('preHandler', async (request, reply) => {
    const points = costOf(request)
    // The handler may pass a request on, to the one for paths that are not there.
    if (typeof points === 'string' || points === 0 || request.isSpent) return undefined
    request.isSpent = true
    const from = network(request.ip)
    const writes = isRead(request) ? 0 : 1
    const wait = await spend([`address:${from}`], { minute: points, writes, bytes: takeReceived(request) })
    if (wait !== undefined) return refuseUntil(request, reply, wait)
    const turn = turns.run(from, points, async () => {})
    if (!turn) return refuseUntil(request, reply, QUEUE_FULL)
    await turn
  })

  return {
    ofScope(scope, findCaller) {
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, cost: 'of its calls' }
      })
      // Before the body is read. Requests that arrive together start in turns, so that the calls of the first have spent what
      // the later ones are refused by. Only services are not limited.
      scope.addHook('onRequest', async (request, reply) => {
        if (request.headers.authorization !== undefined && (await findCaller(request)).kind === 'service')
          return undefined
        const from = network(request.ip)
        const turn = turns.run(`start:${from}`, START, async () => {})
        if (!turn) return refuseUntil(request, reply, QUEUE_FULL)
        await turn
        const wait = await waitOf(`address:${from}`)
        return wait === undefined ? undefined : refuseUntil(request, reply, wait)
      })
      // A request that is refused before any call.
      scope.addHook('onResponse', async (request) => {
        if (request.isSpent) return
        const minute = isRead(request) ? READ : WRITE
        await spend([`address:${network(request.ip)}`], { minute, writes: 0, bytes: takeReceived(request) })
      })
    },

    ofCalls: (request, reply) => async (call, run) => {
      request.isSpent = true
      const caller = await call.identify()
      if (caller.kind === 'service') return run()
      const from = network(request.ip)
      const keys = [`address:${from}`, ...(caller.kind === 'user' ? [`user:${caller.id}`] : [])]
      const isWrite = call.type === 'mutation'
      const bytes = isWrite ? takeReceived(request) : 0
      const wait = await spendCall(keys, { minute: call.cost, writes: isWrite ? 1 : 0, bytes })
      if (wait !== undefined) throw limited(reply, wait)
      const answer = turns.run(from, call.cost, () => {
        if (call.signal?.aborted) throw new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' })
        return run()
      })
      if (!answer) throw limited(reply, QUEUE_FULL)
      return answer
    },
  }
}

function costOf(request: FastifyRequest): number | 'of its calls' {
  return request.routeOptions.config.cost ?? (isRead(request) ? READ : WRITE)
}

/** Whether a request only reads. */
export function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** The bytes of the body, once. */
function takeReceived(request: FastifyRequest): number {
  const { received } = request
  request.received = 0
  return received
}

function limited(reply: FastifyReply, wait: number): ApiError {
  reply.header('retry-after', wait)
  return commonError('RATE_LIMITED', { message: tooMany(wait) })
}

function tooMany(wait: number): string {
  return `Too many calls. Try again in ${wait} seconds.`
}
