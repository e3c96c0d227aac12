export type { AppRouter, Reason, RouterInputs, RouterOutputs } from '@trellis/api'
export { type ClientOptions, createClient, type TrellisClient } from './client.ts'
export { ConnectionError } from './connection-error.ts'
export { isTrellisError, type TrellisError } from './trellis-error.ts'
