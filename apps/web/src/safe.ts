import type { AppRouter } from '@trellis/api'
import { isTRPCClientError } from '@trpc/client'

/** The result of a mutation: its output, or an error with one of the reasons of its procedure or `null`. */
export type Outcome<Output, Reason extends string> =
  | { data: Output; reason?: undefined; error?: undefined }
  | { data?: undefined; reason: Reason | null; error: Error }

/** A mutation of TanStack Query whose procedure has these reasons. */
interface Mutation<Input, Output, Reason> {
  mutateAsync(input: Input): Promise<Output>
  error: { data?: { reason: Reason | null } | null | undefined } | null
}

/**
 * Runs a mutation, and returns the error instead of throwing it. The type knows which reasons the procedure has,
 * so a comparison with another one does not compile. `reason` is `null` if the server was not reached, or failed.
 */
export async function safe<Input, Output, Reason extends string>(
  mutation: Mutation<Input, Output, Reason>,
  input: NoInfer<Input>,
): Promise<Outcome<Output, Reason>> {
  try {
    return { data: await mutation.mutateAsync(input) }
  } catch (error) {
    if (!isTRPCClientError<AppRouter>(error)) throw error
    // Sound: an error of this mutation has one of the reasons of its procedure.
    return { reason: (error.data?.reason ?? null) as Reason | null, error }
  }
}
