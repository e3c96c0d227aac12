import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Plugin } from 'rolldown'

const FILE = /new URL\(\s*'([^']+)',\s*import\.meta\.url\s*\)/g

/**
 * Brings along the files that our sources name with `new URL('path', import.meta.url)`. A file or a folder keeps the path
 * that it has in the repository; a TypeScript module, such as a worker, becomes a program of its own.
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
          if (!existsSync(path)) this.warn(`${relative(root, path)} is not there: it is missing in the artifact`)
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
