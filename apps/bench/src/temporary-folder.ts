import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'

/** A folder that is gone when `remove` is called, and at the latest when the process ends. */
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
