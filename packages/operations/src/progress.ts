/** Shows the progress of long work, from 0 to 1, on the standard error if that is a terminal. */
export function progress(what: string): (done: number) => void {
  let shown = -1
  return (done) => {
    const percent = Math.floor(done * 100)
    if (!process.stderr.isTTY || percent === shown) return
    shown = percent
    process.stderr.write(`\r${what} ${percent}%${percent === 100 ? '\n' : ''}`)
  }
}
