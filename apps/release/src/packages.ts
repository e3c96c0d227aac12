import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** The repository. */
export const repository = resolve(import.meta.dirname, '../../..')

/** A package of the repository. */
export interface Package {
  readonly name: string
  readonly folder: string
  readonly manifest: string
}

const packageIn = (folder: string, name: string): Package => ({
  name,
  folder: join(repository, folder),
  manifest: join(repository, folder, 'package.json'),
})

/** The packages for any domain, each after those that it depends on. */
export const kit = ['fastify-trpc', 'store', 'rpc', 'identity', 'host', 'operations', 'client'].map((name) =>
  packageIn(`packages/${name}`, `@trellis/${name}`),
)

const blog = packageIn('packages/blog', '@trellis/blog')

/** The declarations of the blog's package. */
const BLOG_TYPES = join(blog.folder, 'dist/bundled/index.d.ts')

/** The packages that are imported. */
export const libraries = [...kit, blog]

/** The program that makes a project on the kit. */
export const create = packageIn('apps/create', 'create-trellis')

/** The packages that are published, each after those that it depends on. */
export const published = [...libraries, create]

/** The file name of a package's tarball. */
export function tarballOf(name: string, version: string): string {
  return `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`
}

/** Runs a program of the repository with the current Node. Resolves to its output. */
export async function run(program: string, args: string[]): Promise<string> {
  const options = { cwd: repository, env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } }
  const { stdout } = await promisify(execFile)(process.execPath, [join(repository, program), ...args], options)
  return stdout
}

/** Builds packages. */
export async function build(packages: readonly Package[] = published): Promise<void> {
  const filters = packages.map(({ name }) => `--filter=${name}`)
  await run('node_modules/turbo/bin/turbo', ['run', 'build', ...filters, '--output-logs=errors-only'])
}

/** Writes the tarball of each built package into a folder. Resolves to their paths, by package. */
export async function pack(target: string, packages: readonly Package[] = published): Promise<Map<string, string>> {
  mkdirSync(target, { recursive: true })
  for (const { folder } of packages) removeStale(folder)
  if (packages.includes(blog)) await run('apps/cli/src/main.ts', ['client', 'types', BLOG_TYPES])
  const filters = packages.map(({ name }) => `--filter=${name}`)
  // Without the prepack scripts, which are for `pnpm pack` in one folder: they would build everything again.
  const args = [...filters, 'pack', '--config.ignore-scripts=true', '--pack-destination', target]
  await run('node_modules/pnpm/bin/pnpm.mjs', args)
  return new Map(
    packages.map(({ name, manifest }) => {
      const { version } = JSON.parse(readFileSync(manifest, 'utf8'))
      return [name, join(target, tarballOf(name, version))]
    }),
  )
}

/** Removes build output whose source file no longer exists. */
function removeStale(folder: string): void {
  const dist = join(folder, 'dist')
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const [, source, module] = /^(.*?)(?:\.d)?\.([cm]?)(?:js|ts)(?:\.map)?$/.exec(file) ?? []
    if (source !== undefined && !existsSync(join(folder, 'src', `${source}.${module}ts`))) rmSync(join(dist, file))
  }
}
