import type { Refuses } from './errors.ts'

/** The part of a context that says how many bytes are left for the responses of a request. */
interface Remaining extends Refuses<'RESPONSE_TOO_LARGE'> {
  readonly remaining?: { readonly bytes: number } | undefined
}

/** @throws RESPONSE_TOO_LARGE if the responses of the batch are already too long together. */
export function assertRoom({ remaining, refuse }: Remaining): void {
  if (remaining && remaining.bytes < 0) throw refuse('RESPONSE_TOO_LARGE')
}
