/** Says on the error stream what is going on: the output is for the results. */
export function progress(message: string): void {
  process.stderr.write(`${message}\n`)
}
