import { cpSync, globSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Name } from './name.ts'

const template = fileURLToPath(new URL('../template', import.meta.url))

/** Copies the template into a folder, and names the project. */
export function copyTemplate(folder: string, name: Name): void {
  cpSync(template, folder, { recursive: true })
  // npm leaves files of this name out of a package, and linters of the repository would read the other one.
  for (const file of ['gitignore', 'biome.json']) {
    renameSync(join(folder, `_${file}`), join(folder, file === 'gitignore' ? '.gitignore' : file))
  }
  for (const file of filesOf(folder)) {
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll('Harbour', name.product).replaceAll('harbour', name.domain))
  }
}

/** Adds to the manifest of the project. */
export function completeManifest(folder: string, name: Name, kit: Record<string, string>): void {
  const path = join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const dependencies = { ...kit, ...manifest.dependencies }
  writeFileSync(path, `${JSON.stringify({ ...manifest, name: name.package, dependencies }, null, 2)}\n`)
}

const filesOf = (folder: string): string[] =>
  globSync(['**', '**/.*', '.github/**'], { cwd: folder })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile())
