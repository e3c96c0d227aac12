import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Plugin } from 'rolldown'

const FILE = /new URL\(\s*'([^']+)',\s*import\.meta\.url\s*\)/g

/**
 * Copies the files that the sources refer to with `new URL('path', import.meta.url)`. A file or a folder keeps its path in
 * the repository. A TypeScript module, such as a worker, is bundled separately.
 *
 * @param root the repository.
 */
export function filesByUrl(root: string): Plugin {
  return {
    name: 'files-by-url',
    transform: {
      filter: { id: { exclude: /node_modules/ }, code: 'import.meta.url' },
      handler(code, id) {
        const url = (name: string): string => {
          const path = resolve(dirname(id), name)
          if (path.endsWith('.ts')) {
            return `new URL(import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'chunk', id: path })})`
          }
          if (!existsSync(path)) this.warn(`${relative(root, path)} does not exist, so the artifact lacks it`)
          for (const file of filesAt(path)) {
            this.emitFile({ type: 'asset', fileName: relative(root, file), source: readFileSync(file) })
          }
          return `new URL('./${relative(root, path)}${name.endsWith('/') ? '/' : ''}', import.meta.url)`
        }
        const isComment = (at: number) => /^\s*\*/.test(code.slice(code.lastIndexOf('\n', at) + 1, at))
        return { code: code.replaceAll(FILE, (found, name: string, at: number) => (isComment(at) ? found : url(name))) }
      },
    },
  }
}

function filesAt(path: string): string[] {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}
