const pending = new Set<() => void>()

/** Runs everything that is still to be done, the latest first. */
function runAll(): void {
  for (const undo of [...pending].reverse()) undo()
  pending.clear()
}
process.once('exit', runAll)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    runAll()
    // Other listeners, such as the embedded PostgreSQL, have something to stop first.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  })
}

/** Has `undo` run when this process ends, however it ends. Answers how to take that back. */
export function atExit(undo: () => void): () => void {
  pending.add(undo)
  return () => pending.delete(undo)
}
