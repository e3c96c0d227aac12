import type { TRPCProcedureType } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HandlerOptions } from './answer-head.ts'
import { abortSignalOf } from './call-procedure.ts'
import { configOf, procedureAt, typeOf } from './internals/router.ts'
import { inputsOf, type PlainCall, PlainInfo } from './plain-info.ts'
import { queryParameters } from './request-url.ts'

/**
 * Recognises a plain JSON call, or a batch of calls, of existing procedures. Returns `undefined` for everything else,
 * which the official adapter handles: other tRPC protocols, and requests that are rejected before a procedure runs.
 */
export function recognise(
  options: HandlerOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  encodedPath: string,
): PlainInfo | undefined {
  const { method, url, headers } = request.raw
  if (mayAskForStream(headers)) return undefined
  const query = plainQuery(url ?? '')
  const path = decodePath(encodedPath)
  if (query === undefined || path === undefined) return undefined

  let json: string | undefined
  if (method === 'GET' && (headers['content-type'] === undefined || isJson(headers['content-type']))) {
    json = query.input || undefined
  } else if (method === 'POST' && isJson(headers['content-type']) && isJsonText(request.body)) {
    json = request.body
  } else {
    return undefined
  }

  const paths = query.isBatch ? path.split(',') : [path]
  if (query.isBatch && !mayBatch(options, paths.length)) return undefined
  const inputs = inputsOf(json, configOf(options.router), query.isBatch ? paths.length : undefined)
  const calls = findCalls(options, method, paths, inputs)
  return calls && new PlainInfo(query.isBatch, calls, abortSignalOf(reply.raw), request.raw)
}

/**
 * The query parameters of a plain call: whether the first `batch` is `1`, and the first `input`. `undefined` where only a
 * complete URL parser is right, and for parameters that a plain call does not have.
 */
function plainQuery(url: string): { isBatch: boolean; input: string | undefined } | undefined {
  const parameters = url.includes('#') || url.includes('\t') ? undefined : queryParameters(url)
  if (!parameters || parameters.some(([name]) => name === 'connectionParams')) return undefined
  const first = (wanted: string) => parameters.find(([name]) => name === wanted)?.[1]
  return { isBatch: first('batch') === '1', input: first('input') }
}

/** The calls of a request, or `undefined` if a procedure is missing, needs another method, or is of another type. */
function findCalls(
  options: HandlerOptions,
  method: 'GET' | 'POST',
  paths: readonly string[],
  inputs: ReturnType<typeof inputsOf>,
): PlainCall[] | undefined {
  const calls: PlainCall[] = []
  let type: TRPCProcedureType | undefined
  for (const path of paths) {
    const procedure = procedureAt(options.router, path)
    if (procedure === undefined) return undefined
    type ??= typeOf(procedure)
    if (typeOf(procedure) !== type || !mayCall(options, method, type)) return undefined
    const batchIndex = calls.length
    const getRawInput = async () => inputs.read(batchIndex)
    calls.push({ path, procedure, batchIndex, getRawInput, result: () => inputs.peek(batchIndex) })
  }
  return calls
}

function mayCall(options: HandlerOptions, method: 'GET' | 'POST', type: TRPCProcedureType): boolean {
  if (method === 'GET') return type === 'query'
  return type === 'mutation' || (type === 'query' && options.allowMethodOverride === true)
}

function mayBatch(options: HandlerOptions, size: number): boolean {
  const { maxBatchSize } = options
  const isAllowed = options.allowBatching ?? options.batching?.enabled ?? true
  return isAllowed && (typeof maxBatchSize !== 'number' || size <= maxBatchSize)
}

/** tRPC prefers its own header to `accept`, and accepts any text in it. */
function mayAskForStream(headers: FastifyRequest['raw']['headers']): boolean {
  return headers['trpc-accept'] !== undefined || headers.accept?.includes('application/jsonl') === true
}

function isJson(contentType: string | undefined): boolean {
  if (contentType === 'application/json') return true
  return contentType?.toLowerCase().split(';', 1)[0]?.trim() === 'application/json'
}

/** Whether the body is text without a byte order mark, which a `Request` drops and `JSON.parse` rejects. */
function isJsonText(body: unknown): body is string {
  return typeof body === 'string' && !body.startsWith('\uFEFF')
}

function decodePath(path: string): string | undefined {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
