import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Observer, Wrappers } from './observer.ts'

/** How long the last spans may take to be sent when the server ends, in milliseconds. */
const LAST_SPANS = 2_000

/** Spans that are sent to a collector. */
export interface Tracing extends Wrappers {
  /** Adds a span for each statement. */
  readonly observer: Observer
  /** Adds a span around each request, in the trace of the caller if it sends one. */
  traceRequests(app: FastifyInstance): void
}

/**
 * Starts OpenTelemetry: spans for requests, calls, transactions and statements, sent to `OTEL_EXPORTER_OTLP_ENDPOINT`. Its
 * packages are loaded here and nowhere else, so that they cost nothing without a collector. The other `OTEL_*` variables of
 * the exporter are read by the packages themselves.
 *
 * @param perSecond how many requests are traced in a second. Spans cost more than most calls: under load this bounds
 *   their share of the CPU time. A request whose sender has decided, with the header `traceparent`, is traced if its
 *   sender traces it.
 */
export async function startTracing(
  name: string,
  serviceName: string,
  perSecond: number,
  log: Logger,
): Promise<Tracing> {
  const [api, sdk, { ThreadExporter }, { AsyncLocalStorageContextManager }, { resourceFromAttributes }, core] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('./thread-exporter.ts'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/core'),
    ])
  const { context, diag, DiagLogLevel, propagation, SpanKind, SpanStatusCode, trace } = api
  const tell = (message: string) => log.warn(`traces: ${message}`)
  const logger = { error: tell, warn: tell, info: tell, debug: tell, verbose: tell }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator())
  const exporter = new ThreadExporter((error) => log.error({ err: error }, 'traces are no longer sent'))
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  })
  const tracer = provider.getTracer(name)
  let second = -1
  let left = 0
  /** Whether another request may be traced in this second. */
  const isDue = () => {
    const now = Math.floor(performance.now() / 1_000)
    if (now !== second) [second, left] = [now, perSecond]
    return left-- > 0
  }
  /** The traced requests that have no response yet. */
  let open = 0
  /** Whether the current request is traced. Most of the time no request is traced, and nothing has to be looked up. */
  const isTraced = () => open > 0 && trace.getActiveSpan()?.isRecording() === true

  return {
    traceRequests: (app) => {
      app.addHook('onRequest', (request, reply, done) => {
        if (request.headers.traceparent === undefined && !isDue()) return done()
        const parent = propagation.extract(context.active(), request.headers)
        const { method, url } = request
        const attributes = { 'http.request.method': method, 'url.path': url.split('?')[0] ?? '' }
        const span = tracer.startSpan(
          `${method} ${request.routeOptions.url ?? ''}`,
          { kind: SpanKind.SERVER, attributes },
          parent,
        )
        open++
        reply.raw.once('close', () => {
          open--
          span.setAttributes({ 'http.response.status_code': reply.statusCode, [`${name}.request_id`]: request.id })
          if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        })
        context.with(trace.setSpan(parent, span), done)
      })
      app.addHook('onClose', async () => {
        // A collector that does not answer must neither delay the end of the server nor make it fail.
        const late = setTimeout(() => exporter.terminate(), LAST_SPANS)
        await provider.shutdown().catch((error: unknown) => log.warn({ err: error }, 'the last traces were not sent'))
        clearTimeout(late)
      })
    },
    call: ({ path, type }, run) => {
      if (!isTraced()) return run()
      return tracer.startActiveSpan(
        path,
        { attributes: { 'rpc.system': 'trpc', 'rpc.method': path, 'trpc.type': type } },
        async (span) => {
          const result = await run()
          if (!result.ok) span.setAttribute('error.type', result.error.code)
          if (!result.ok && result.error.code === 'INTERNAL_SERVER_ERROR')
            span.setStatus({ code: SpanStatusCode.ERROR })
          span.end()
          return result
        },
      )
    },
    transaction: (work, run) => {
      if (!isTraced()) return run(work)
      return tracer.startActiveSpan('transaction', async (span) => {
        try {
          return await run(context.bind(context.active(), work))
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR, message: 'rolled back' })
          throw error
        } finally {
          span.end()
        }
      })
    },
    observer: {
      executed: (text, ms) => {
        if (!isTraced()) return
        const [operation = 'statement'] = text.trimStart().split(/\s/, 1)
        const attributes = { 'db.query.text': text, 'db.operation.name': operation.toUpperCase() }
        const end = performance.now()
        tracer.startSpan(operation, { kind: SpanKind.CLIENT, attributes, startTime: end - ms }).end(end)
      },
    },
  }
}
