/** The first line of the innermost error: those around it are about queries and drivers. */
export function explain(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return explain(error.errors[0])
  if (error instanceof Error && error.cause instanceof Error && !error.message.endsWith('.'))
    return explain(error.cause)
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
}
