import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { filesByUrl } from './files-by-url.ts'

/** The repository. */
export const root = resolve(import.meta.dirname, '../../..')

/** The programs of the artifact, by the name of their file. */
const entries = {
  main: fileURLToPath(new URL('entries/main.ts', import.meta.url)),
  trellis: fileURLToPath(new URL('entries/trellis.ts', import.meta.url)),
}

/**
 * Writes everything that a server needs into one folder: the bundled programs, the files that they read, and the native
 * binary of SQLite for every platform. Replaces the previous content. Resolves to the folder.
 */
export async function bundle(folder: string): Promise<string> {
  rmSync(folder, { recursive: true, force: true })
  const build = await rolldown({
    input: entries,
    platform: 'node',
    // better-sqlite3 finds its binary beside its own files; pg-native is optional, and never installed.
    external: ['better-sqlite3', 'pg-native'],
    plugins: [filesByUrl(root)],
    logLevel: 'warn',
  })
  await build.write({ dir: folder, format: 'esm', chunkFileNames: 'chunk-[name]-[hash].js' })
  await build.close()
  copySqlite(join(folder, 'node_modules/better-sqlite3'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
  return folder
}

/** Copies the parts of better-sqlite3 that are needed at run time. The others are the source of its binaries. */
function copySqlite(target: string): void {
  const source = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'))
  for (const path of ['package.json', 'LICENSE', 'lib', 'prebuilds']) {
    cpSync(join(source, path), join(target, path), { recursive: true, dereference: true })
  }
}

function manifest() {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return {
    name,
    version,
    license,
    private: true,
    type: 'module',
    engines: { node: '>=22' },
    bin: { trellis: './trellis.js' },
    scripts: { start: 'node main.js' },
  }
}
