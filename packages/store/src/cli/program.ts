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

/** Prints the result of a command: as JSON if `--json` was given, else as text. */
export function print(command: Command, result: unknown, text: string): void {
  const { json } = command.optsWithGlobals<{ json?: true }>()
  console.log(json ? JSON.stringify(result) : text)
}

/** The database that `DATABASE_URL` names: by default a file with the name of the domain. */
export const databaseUrlOf = (name: string): string => process.env.DATABASE_URL || `file:./data/${name}.db`

/** The same without its password, for output. */
export const shownUrlOf = (name: string): string => databaseUrlOf(name).replace(/:\/\/([^@/]*)@/, '://')

/** In production, commands that remove or add rows need `--force`. */
export function refuseInProduction(force: true | undefined, message: string): void {
  if (process.env.NODE_ENV === 'production' && !force) throw new Error(`This is production. ${message}`)
}
