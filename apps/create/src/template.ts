import { cpSync, globSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Name } from './name.ts'

const folderOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** Copies the template into a folder, with that of a page if asked, and names the project. */
export function copyTemplate(folder: string, name: Name, web: boolean): void {
  cpSync(folderOf('template'), folder, { recursive: true })
  if (web) addPage(folder)
  // npm leaves files of this name out of a package, and linters of the repository would read the other one.
  for (const file of ['.gitignore', '.gitattributes', 'biome.json']) {
    renameSync(join(folder, `_${file.replace(/^\./, '')}`), join(folder, file))
  }
  // It is not committed. Without it, Node would say at each command that it is not there.
  cpSync(join(folder, '.env.example'), join(folder, '.env'))
  for (const file of filesOf(folder)) {
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll('Harbour', name.product).replaceAll('harbour', name.domain))
  }
}

/** Copies the files of the page, and merges its manifest into the one of the project. */
function addPage(folder: string): void {
  const path = join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  cpSync(folderOf('web'), folder, { recursive: true })
  const added: Record<string, Record<string, string>> = JSON.parse(readFileSync(path, 'utf8'))
  for (const [part, entries] of Object.entries(added)) manifest[part] = { ...manifest[part], ...entries }
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
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
