import { tracked } from '@trpc/server'
import { octetInputParser } from '@trpc/server/http'
import { observable } from '@trpc/server/observable'
import { z } from 'zod'
import { t } from './procedures.ts'

const { procedure } = t

async function* count(from: number, to: number) {
  for (let number = from; number <= to; number++) yield number
}

/** Procedures whose results are not ordinary JSON. */
export const unusual = {
  nothing: procedure.query(() => undefined),
  nil: procedure.query(() => null),
  moment: procedure.query(() => new Date(0)),
  unicode: procedure.query(() => 'ünïcödé 😀 \u2028 \ud800'),
  nested: procedure.query(() => ({ list: [undefined, () => 1, Number.NaN], map: new Map([[1, 2]]), none: undefined })),
  json: procedure.query(() => ({ toJSON: () => 'what it returns' })),
  bigint: procedure.query(() => 1n),
  cyclic: procedure.query(() => {
    const self: Record<string, unknown> = {}
    Object.assign(self, { self })
    return self
  }),
  head: procedure.query(({ ctx }) => {
    ctx.reply.code(202).header('x-set', 'by the procedure').header('set-cookie', 'a=1').header('vary', 'origin')
    return 'with headers'
  }),
  headThenFailure: procedure.mutation(({ ctx }) => {
    ctx.reply.code(201).header('content-type', 'text/html')
    throw new Error('after the headers')
  }),
}

/** Procedures that return streams or take them as input. */
export const streaming = {
  generator: procedure.query(() => count(1, 3)),
  promised: procedure.query(() => ({ soon: Promise.resolve(1), now: 2 })),
  iterableInside: procedure.query(() => ({ numbers: count(1, 2) })),
  promiseInArray: procedure.query(() => [Promise.resolve(1)]),
  deepPromise: procedure.query(() => ({ a: { b: Promise.resolve(1) } })),
  readable: procedure.query(() => new Blob(['text']).stream()),
  generateAll: procedure.mutation(() => count(4, 5)),
  ticks: procedure.input(z.object({ to: z.int() }).optional()).subscription(({ input }) => count(1, input?.to ?? 2)),
  tracked: procedure.input(z.object({ lastEventId: z.string().optional() }).optional()).subscription(async function* ({
    input,
  }) {
    for await (const number of count(Number(input?.lastEventId ?? 0) + 1, 3)) yield tracked(String(number), { number })
  }),
  observed: procedure.subscription(() =>
    observable<number>((observer) => {
      observer.next(1)
      observer.complete()
    }),
  ),
  brokenTicks: procedure.subscription(async function* () {
    yield 1
    throw new Error('broke')
  }),
  form: procedure
    .input(z.instanceof(FormData))
    .mutation(({ input }) => [...input].map(([key, value]) => [key, String(value)])),
  octets: procedure.input(octetInputParser).mutation(async ({ input }) => (await new Response(input).text()).length),
}
