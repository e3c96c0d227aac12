import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A version of Node that the published packages support. */
export interface NodeVersion {
  /** For example `20`. */
  major: number
  /** The program to run. */
  path: string
  /** Why it cannot start on this machine, as one sentence. */
  unable: string | undefined
}

/** The versions that the published packages are tested on: the oldest supported one, the previous LTS, the newest. */
export const nodeVersions: readonly NodeVersion[] = [20, 22, 26].map((major) => {
  const manifest = fileURLToPath(import.meta.resolve(`node-${major}/package.json`))
  const path = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return { major, path, unable: missingLibrary(major, path) }
})

/** Only a missing system library is a reason to skip. Anything else, such as a failed download, is an error. */
function missingLibrary(major: number, path: string): string | undefined {
  const { status, stderr, error } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  if (status === 0) return undefined
  const [, library] = /loading shared libraries: (\S+):/.exec(stderr ?? '') ?? []
  if (library === undefined) throw new Error(`Node ${major} does not start: ${stderr ?? ''}`, { cause: error })
  return `Node ${major} cannot start here: ${library} is missing`
}
