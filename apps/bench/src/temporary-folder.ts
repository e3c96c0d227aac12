import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders = new Set<string>()
const removeAll = () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}
process.once('exit', removeAll)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    removeAll()
    // Whoever else listens, the embedded PostgreSQL for one, has something to stop first.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  })
}

/** A folder that is gone when `remove` is called, and at the latest when the process ends. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'trellis-bench-'))
  folders.add(path)
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true })
      folders.delete(path)
    },
  }
}
