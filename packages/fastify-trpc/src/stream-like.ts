/**
 * Whether a result is a stream, or an object that contains a promise or a stream. JSON cannot represent these, and tRPC
 * rejects them.
 */
export function isStreamLike(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return isAsyncIterable(value) || Object.values(value).some(isPromiseOrAsyncIterable)
}

function isPromiseOrAsyncIterable(value: unknown): boolean {
  if (typeof value === 'function') return isPromise(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return isPromise(value) || isAsyncIterable(value)
}

function isPromise(value: object): boolean {
  return 'then' in value && typeof value.then === 'function' && 'catch' in value && typeof value.catch === 'function'
}

function isAsyncIterable(value: object): boolean {
  return Symbol.asyncIterator in value
}
