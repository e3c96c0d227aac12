import { MessageChannel, Worker } from 'node:worker_threads'
import type { Attributes, SpanContext } from '@opentelemetry/api'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'

/** A span without functions, which can be sent to a thread. Our spans have no links. */
export type SentSpan = Omit<ReadableSpan, 'spanContext' | 'parentSpanContext' | 'links' | 'resource'> & {
  context: SentContext
  parent?: SentContext | undefined
}
export type SentContext = Omit<SpanContext, 'traceState'> & { traceState?: string | undefined }
/** Spans and the attributes of the process that they are of. */
export interface SentSpans {
  spans: SentSpan[]
  resource: Attributes
}

/** The result of an export. If it failed, `error` is the message. */
export interface Outcome {
  code: ExportResultCode
  error?: string | undefined
}

const program = new URL('./export-thread.ts', import.meta.url)
// The published package has it as JavaScript.
if (import.meta.url.endsWith('.js')) program.pathname = program.pathname.replace(/\.ts$/, '.js')

/**
 * Sends spans to the collector from a thread of its own. Node's HTTP client and server use the same streams. When both run
 * in one thread, V8 optimizes the streams for both, and a small request of the server takes 1.2 times as long (decision 014).
 */
export class ThreadExporter implements SpanExporter {
  readonly #thread = new Worker(program)
  readonly #running = new Set<Promise<void>>()

  /** @param failed is called with the error if the thread ends because of one. */
  constructor(failed: (error: Error) => void) {
    this.#thread.on('error', failed).unref()
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const { port1: answers, port2: answer } = new MessageChannel()
    const outcome = new Promise<Outcome>((resolve) => {
      answers.once('message', resolve)
      answers.once('close', () => resolve({ code: ExportResultCode.FAILED, error: 'the thread has ended' }))
    })
    const ended = outcome.then(({ code, error }) => {
      answers.close()
      this.#running.delete(ended)
      done({ code, ...(error !== undefined && { error: new Error(error) }) })
    })
    this.#running.add(ended)
    const resource = spans[0]?.resource.attributes ?? {}
    this.#thread.postMessage({ spans: spans.map(sent), resource, answer }, [answer])
  }

  /** Waits for the exports that run. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#running)
  }

  async shutdown(): Promise<void> {
    await this.forceFlush()
    await this.terminate()
  }

  /** Ends the thread: the exports that run fail. */
  async terminate(): Promise<void> {
    await this.#thread.terminate()
  }
}

function sent(span: ReadableSpan): SentSpan {
  return {
    name: span.name,
    kind: span.kind,
    context: sentContext(span.spanContext()),
    parent: span.parentSpanContext && sentContext(span.parentSpanContext),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: span.status,
    attributes: span.attributes,
    events: span.events,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  }
}

function sentContext({ traceState, ...context }: SpanContext): SentContext {
  return { ...context, traceState: traceState?.serialize() }
}
