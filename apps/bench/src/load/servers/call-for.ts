import type { IncomingMessage } from 'node:http'

/** Calls the procedure at a path for the sender of a request. */
export type CallFor = (request: IncomingMessage) => (path: string, input: unknown) => Promise<unknown>
