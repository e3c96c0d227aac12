/** A read took longer than its time limit. A later answer is ignored. */
class ReadTimeout extends Error {
  override name = 'ReadTimeout'
  readonly code = 'ETIMEDOUT'
}

/**
 * A function that reads the present state. Callers that wait at the same time share one call of `read`, which starts after
 * each of them has called. So each sees every change that it knows of. A call that takes longer than `limit`, in
 * milliseconds, fails, so that later calls do not wait for it.
 */
export function coalesced<T>(read: () => Promise<T>, limit = 5_000): () => Promise<T> {
  let running: Promise<unknown> | undefined
  let next: Promise<T> | undefined
  return () => {
    // The call that runs now may have read an earlier state than the caller knows of.
    next ??= Promise.resolve(running).then(() => {
      next = undefined
      const result = within(limit, read())
      running = result.catch(() => {})
      return result
    })
    return next
  }
}

function within<T>(limit: number, result: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ReadTimeout(`No answer within ${limit} ms`)), limit)
    result.finally(() => clearTimeout(timer)).then(resolve, reject)
  })
}
