const pending = new Set<() => void>()

/** Runs every registered clean-up, the newest first. */
function runAll(): void {
  for (const undo of [...pending].reverse()) undo()
  pending.clear()
}
process.once('exit', runAll)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    runAll()
    // Other listeners run first, such as the one that stops the embedded PostgreSQL.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  })
}

/** Runs `undo` when this process ends, for whatever reason. Returns a function that removes it again. */
export function atExit(undo: () => void): () => void {
  pending.add(undo)
  return () => pending.delete(undo)
}
