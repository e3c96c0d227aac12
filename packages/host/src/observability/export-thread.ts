import { type MessagePort, parentPort } from 'node:worker_threads'
import type { SpanContext } from '@opentelemetry/api'
import { type ExportResult, TraceState } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import type { Outcome, SentContext, SentSpan, SentSpans } from './thread-exporter.ts'

// The thread of `thread-exporter.ts`: sends the spans that it is given to the collector.

const exporter = new OTLPTraceExporter()
let resource: Resource | undefined

parentPort?.on('message', ({ spans, resource: attributes, answer }: SentSpans & { answer: MessagePort }) => {
  resource ??= resourceFromAttributes(attributes)
  const own = resource
  exporter.export(
    spans.map(({ context, parent, ...span }: SentSpan) => ({
      ...span,
      spanContext: () => contextOf(context),
      ...(parent && { parentSpanContext: contextOf(parent) }),
      links: [],
      resource: own,
    })),
    ({ code, error }: ExportResult) => answer.postMessage({ code, error: error?.message } satisfies Outcome),
  )
})

function contextOf({ traceState, ...context }: SentContext): SpanContext {
  return { ...context, ...(traceState !== undefined && { traceState: new TraceState(traceState) }) }
}
