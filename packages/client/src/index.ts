export { type ApiError, type ErrorData, isApiError, type ReasonOf } from './api-error.ts'
export { type Client, type ClientOptions, createClient } from './client.ts'
export { ConnectionError } from './connection-error.ts'
export { type Outcome, safe } from './safe.ts'
