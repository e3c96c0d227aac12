import type { Command } from 'commander'

/** Prints the result of a command: as JSON if `--json` was given, else as text. */
export function print(command: Command, result: unknown, text: string): void {
  const { json } = command.optsWithGlobals<{ json?: true }>()
  console.log(json ? JSON.stringify(result) : text)
}

/** Shows how far long work is, from 0 to 1, on standard error if that is a terminal. */
export function progress(what: string): (done: number) => void {
  let shown = -1
  return (done) => {
    const percent = Math.floor(done * 100)
    if (!process.stderr.isTTY || percent === shown) return
    shown = percent
    process.stderr.write(`\r${what} ${percent}%${percent === 100 ? '\n' : ''}`)
  }
}
