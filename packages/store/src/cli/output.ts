import type { Command } from 'commander'

/** Prints the result of a command: as JSON if `--json` was given, else as text. */
export function print(command: Command, result: unknown, text: string): void {
  const { json } = command.optsWithGlobals<{ json?: true }>()
  console.log(json ? JSON.stringify(result) : text)
}
