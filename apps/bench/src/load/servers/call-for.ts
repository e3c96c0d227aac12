import type { IncomingMessage } from 'node:http'

/** Calls the procedure at a path in the name of who sends a request. */
export type CallFor = (request: IncomingMessage) => (path: string, input: unknown) => Promise<unknown>
