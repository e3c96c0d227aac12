import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { clientTypes, trpcVersion } from '@trellis/rpc/client-types'
import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import type { Operation } from '../operation.ts'
import { tarball } from '../tarball.ts'

/** The command `client`: the types of the procedures, for clients in other projects. */
export function addClient(program: Command, { name, load }: Operation): void {
  const client = program.command('client').description('the types of the procedures, for clients in other projects')
  client
    .command('pack')
    .description('write a package with the types of the procedures, which npm installs from its tarball')
    .option('--out <folder>', 'the folder of the tarball', '.')
    .option('--name <name>', 'the name of the package', `${name}-client`)
    .action(async ({ out, name }: { out: string; name: string }, command: Command) => {
      const { product, router, api } = await load()
      const file = join(out, `${name.replace(/^@/, '').replace('/', '-')}-${api.version}.tgz`)
      mkdirSync(out, { recursive: true })
      writeFileSync(
        file,
        tarball({
          'package.json': `${JSON.stringify(manifest(name, api.version, product), null, 2)}\n`,
          'README.md': readme(name, product),
          'index.d.ts': clientTypes(router, api),
        }),
      )
      print(command, { file }, `Wrote ${file}\nInstall it: npm install ${file} @trpc/client@${trpcVersion}`)
    })
  client
    .command('types <file>')
    .description('write only the declarations of that package')
    .action(async (file: string, _: unknown, command: Command) => {
      const { router, api } = await load()
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, clientTypes(router, api))
      print(command, { file }, `Wrote ${file}`)
    })
}

const manifest = (name: string, version: string, product: string) => ({
  name,
  version,
  description: `The types of the procedures of ${product}, for its clients.`,
  type: 'module',
  types: './index.d.ts',
  exports: { '.': { types: './index.d.ts' } },
  dependencies: { '@trpc/server': trpcVersion },
})

const readme = (name: string, product: string) => `# ${name}

The types of the procedures of ${product}: \`AppRouter\` for a client, \`RouterInputs\`, \`RouterOutputs\` and \`RouterReasons\`. There is
nothing at run time.

\`\`\`ts
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { AppRouter } from '${name}'

const api = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: 'http://127.0.0.1:3000/trpc' })] })
\`\`\`
`
