import type { AppRouter } from '@trellis/api'
import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'

/** Calls a procedure of the server, by its path. */
export type Call = (path: string, input: unknown) => Promise<unknown>

let call: Call = async () => {
  throw new Error('No page is being rendered.')
}

/** Sets what answers the calls of the page that is rendered next. */
export function answerWith(next: Call): void {
  call = next
}

/** Calls procedures in the process that renders the page. */
export const inProcessLink: TRPCLink<AppRouter> =
  () =>
  ({ op }) =>
    observable((observer) => {
      call(op.path, op.input).then(
        (data) => {
          observer.next({ result: { type: 'data', data } })
          observer.complete()
        },
        (error: Error) => observer.error(TRPCClientError.from(error)),
      )
    })
