import { once } from 'node:events'
import { createServer } from 'node:http'
import { median, ratio } from '../load/measure.ts'
import { type LoadOptions, runLoad } from '../load/run.ts'
import type { RatioResult } from '../ratios.ts'

/** The most that metrics and traces may cost, as a multiple of the CPU time of a request without them. */
const TARGET = 1.1

/** Measures the server with metrics and traces, which go to a collector in this process, against the server without. */
export async function runObserved(options: LoadOptions): Promise<RatioResult[]> {
  const collector = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'))
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  const port = typeof address === 'object' ? address?.port : undefined
  // The servers inherit it, and only the observed one uses it.
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`
  try {
    const cases = await runLoad({ ...options, contenders: ['trellis', 'observed'] })
    return cases.map(({ name, results }) => ({
      name,
      base: median(results.trellis?.cpu ?? []),
      measured: median(results.observed?.cpu ?? []),
      ratio: ratio(results.observed?.cpu, results.trellis?.cpu),
      target: TARGET,
    }))
  } finally {
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
    collector.close()
    collector.closeAllConnections()
  }
}
