/** What the files of a package may import of the other packages. `type` allows type imports only. */
export const directions: Record<string, Record<string, 'any' | 'type'>> = {
  'packages/store': {},
  'packages/fastify-trpc': {},
  'packages/rpc': { store: 'any', 'fastify-trpc': 'any' },
  'packages/identity': { store: 'any', rpc: 'any' },
  'packages/db': { store: 'any', 'identity/tables': 'any' },
  'packages/api': { store: 'any', rpc: 'any', db: 'any', 'host/domain': 'any', 'identity/webhooks': 'any' },
  'packages/operations': { store: 'any', rpc: 'any', identity: 'any', host: 'any' },
  'packages/host': { store: 'any', rpc: 'any', identity: 'any', 'fastify-trpc': 'any' },
  'packages/client': {},
  'packages/blog': { api: 'type', client: 'any' },
  // Functions without dependencies: the rules for showing a text, and idempotency keys.
  'apps/web': { api: 'type', 'api/excerpt': 'any', 'client/idempotency-key': 'any' },
}

/** Packages that know no table, for any domain. */
export const kit = [
  'packages/store',
  'packages/rpc',
  'packages/fastify-trpc',
  'packages/identity',
  'packages/host',
  'packages/operations',
  'packages/client',
]

/** What the tests of the kit may import: all of the kit. */
export const inTests: Record<string, 'any'> = Object.fromEntries(
  [...kit, 'packages/node-versions'].map((folder) => [folder.replace('packages/', ''), 'any' as const]),
)

const imports =
  /^(?:import|export)\s+(?<type>type\s)?(?:[^'"]*?\sfrom\s)?'(?<specifier>[^']+)'|\bimport\('(?<dynamic>[^']+)'\)/gm

/** The imports of a file that violate the directions, and relative imports that leave the package in `folder`. */
export function wrongImports(
  folder: string,
  file: string,
  text: string,
  allowed: Record<string, 'any' | 'type'> | undefined = directions[folder],
): string[] {
  const depth = file.slice(folder.length + 1).split('/').length - 1
  return [...text.matchAll(imports)].flatMap(({ groups = {} }) => {
    const { type, dynamic, specifier = dynamic ?? '' } = groups
    const ups = specifier.match(/\.\.\//g)?.length ?? 0
    if (specifier.startsWith('..') && ups > depth) return [`${file}: ${specifier} leaves ${folder}`]
    const name = /^@trellis\/(.+)/.exec(specifier)?.[1]
    if (!allowed || !name || `packages/${name.split('/')[0]}` === folder) return []
    const rule = allowed[name] ?? allowed[name.split('/')[0] ?? '']
    if (rule === 'any' || (rule === 'type' && type)) return []
    return [`${file}: ${folder} may not import ${rule === 'type' ? 'more than types of ' : ''}${specifier}`]
  })
}

/** The dependencies in the manifest of a package of the kit that are not of the kit, those for its tests included. */
export function wrongDependencies(folder: string, manifest: string): string[] {
  const { dependencies, peerDependencies, devDependencies } = JSON.parse(manifest)
  const names = Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies })
  return names
    .filter((name) => name.startsWith('@trellis/') && name !== '@trellis/node-versions')
    .filter((name) => !kit.includes(name.replace('@trellis/', 'packages/')))
    .map((name) => `${folder}/package.json: ${name} is not of the kit`)
}
