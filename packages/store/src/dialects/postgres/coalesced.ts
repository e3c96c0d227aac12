/**
 * A function that reads the present state. Callers that wait at the same time share one call of `read`, which starts after
 * each of them has called. So each sees every change that it knows of.
 */
export function coalesced<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | undefined
  let next: Promise<T> | undefined
  return () => {
    // The call that runs now may have read an earlier state than the caller knows of.
    next ??= Promise.resolve(running).then(() => {
      next = undefined
      const result = read()
      running = result.catch(() => {})
      return result
    })
    return next
  }
}
