import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Refusal } from './refusal.ts'

/** Where the packages of the kit come from: the registry, a folder of tarballs, or a function that packs them. */
export type Kit =
  | { readonly version: string }
  | { readonly tarballs: string }
  | { readonly pack: (target: string) => Promise<void> }

/** The packages that a project needs. The registry has none of them if they are packed, so all of them are named. */
const packages = ['client', 'fastify-trpc', 'host', 'identity', 'operations', 'rpc', 'store']

/** The kit that `--kit` names: a folder, or a version. */
export function kitOf(given: string): Kit {
  const folder = resolve(process.env.INIT_CWD ?? '', given)
  if (existsSync(folder)) {
    tarballsIn(folder)
    return { tarballs: folder }
  }
  if (/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(given)) return { version: given }
  throw new Refusal(`--kit: ${given} is neither a folder nor a version.`)
}

/** The dependencies of a project on the kit. Tarballs are put into its folder `vendor`, which belongs to the project. */
export async function provideKit(kit: Kit, folder: string): Promise<Record<string, string>> {
  if ('version' in kit) return Object.fromEntries(packages.map((name) => [`@trellis/${name}`, kit.version]))
  const vendor = join(folder, 'vendor')
  mkdirSync(vendor)
  if ('pack' in kit) await kit.pack(vendor)
  else for (const [, file] of tarballsIn(kit.tarballs)) cpSync(join(kit.tarballs, file), join(vendor, file))
  return Object.fromEntries(tarballsIn(vendor).map(([name, file]) => [`@trellis/${name}`, `file:vendor/${file}`]))
}

/** The tarball of each package in a folder. */
function tarballsIn(folder: string): [name: string, file: string][] {
  const files = readdirSync(folder)
  return packages.map((name) => {
    const [file, ...others] = files.filter((file) => new RegExp(`^trellis-${name}-\\d.*\\.tgz$`).test(file))
    if (file === undefined) throw new Refusal(`${folder} has no tarball of @trellis/${name}.`)
    if (others.length > 0) throw new Refusal(`${folder} has several tarballs of @trellis/${name}.`)
    return [name, file]
  })
}
