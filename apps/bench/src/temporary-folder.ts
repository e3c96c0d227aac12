import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'

/** A folder that is deleted by `remove`, or when the process ends. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'trellis-bench-'))
  const removeFolder = () => rmSync(path, { recursive: true, force: true })
  const forget = atExit(removeFolder)
  return {
    path,
    remove: () => {
      removeFolder()
      forget()
    },
  }
}
