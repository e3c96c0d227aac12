import { existsSync, readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'

const path = (url: string) => fileURLToPath(new URL(url, import.meta.url))
const target = path('../dist/bundled')

/**
 * The modules of the server that a client has no use for: the type of a procedure's context leads to the tables, and from
 * there to drizzle and the drivers.
 */
const serverOnly = new Map([
  [
    path('../../rpc/dist/context.d.ts'),
    'export type Context<_Store, _Role> = object\nexport type AccountNotices = object\nexport type Limit = unknown\nexport declare const createContext: never',
  ],
  [path('../../db/dist/index.d.ts'), 'export type Store = unknown'],
])

const declarations: Plugin = {
  name: 'declarations',
  load: {
    order: 'pre',
    handler: (id) => {
      const stub = serverOnly.get(id)
      if (stub !== undefined) return stub
      // With its map, a definition is found in the sources.
      if (!existsSync(`${id}.map`)) return undefined
      return { code: readFileSync(id, 'utf8'), map: readFileSync(`${id}.map`, 'utf8') }
    },
  },
}

// The types of the router are written into one file: what is installed is complete without the packages of the server.
const build = await rolldown({
  input: path('../dist/index.d.ts'),
  external: (id) => /^[a-z@]/.test(id) && !id.startsWith('@trellis/'),
  plugins: [declarations, dts({ dtsInput: true, generator: 'oxc', tsconfig: false, sourcemap: true })],
})
await rm(target, { recursive: true, force: true })
await build.write({ dir: target })
await build.close()

const text = await readFile(`${target}/index.d.ts`, 'utf8')
const imported = [...text.matchAll(/^import .* from "(.*)"|import\("(.*?)"\)/gm)].map(
  ([, from, inline]) => from ?? inline,
)
const foreign = imported.filter((name) => !name?.startsWith('@trpc/'))
if (foreign.length > 0) throw new Error(`The declarations import ${foreign.join(', ')}`)
