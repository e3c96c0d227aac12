import type { Command } from 'commander'

/** Runs the command line. A failure is one line on the standard error, and exit status 1. */
export async function run(program: Command): Promise<void> {
  try {
    await program.parseAsync()
  } catch (error) {
    console.error(errorMessage(error))
    process.exitCode = 1
  }
}

/** The first line of the innermost error: the outer ones are about queries and drivers. */
export function errorMessage(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorMessage(error.errors[0])
  if (error instanceof Error && error.cause instanceof Error && !/\.$|^Migration /.test(error.message))
    return errorMessage(error.cause)
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
}
