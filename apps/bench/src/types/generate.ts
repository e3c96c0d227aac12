import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PER_NOUN = 10

const compilerOptions = {
  target: 'esnext',
  lib: ['esnext', 'dom'],
  module: 'nodenext',
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

/**
 * Writes a router of `count` procedures like ours (schemas in and out, reasons, a query through the Store), and a client
 * that calls each once and compares a reason of each: `sources.json` is a project that reads the router's sources, `declarations.json` one that reads what
 * `router.json` emits.
 */
export function generateProject(folder: string, count: number): void {
  const nouns = Array.from({ length: count / PER_NOUN }, (_, index) => `noun${index}`)
  mkdirSync(join(folder, 'router'))
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('package.json', JSON.stringify({ type: 'module' }))
  write('router/trpc.ts', base)
  for (const noun of nouns) write(`router/${noun}.ts`, nounFile(noun))
  write('router/root.ts', rootFile(nouns))
  for (const way of ['sources', 'declarations']) {
    const from = way === 'sources' ? './router/root.ts' : './declarations/root.js'
    write(`${way}.ts`, clientFile(from, nouns))
    write(`${way}.json`, JSON.stringify({ compilerOptions, files: [`${way}.ts`] }))
  }
  const emit = {
    declaration: true,
    emitDeclarationOnly: true,
    noEmit: false,
    rootDir: 'router',
    outDir: 'declarations',
  }
  write('router.json', JSON.stringify({ compilerOptions: { ...compilerOptions, ...emit }, include: ['router'] }))
}

const base = `import type { Store, Tables } from '@trellis/db'
import { type CommonReason, initRpc, type Reasons } from '@trellis/rpc'
import { z } from 'zod'
const declared = {
  POST_NOT_FOUND: { code: 'NOT_FOUND', message: 'No such post.', missing: 'posts' },
  POST_EXISTS: { code: 'CONFLICT', message: 'There is such a post.' },
  TOO_MANY_TAGS: { code: 'BAD_REQUEST', message: 'Too many tags.' },
} as const satisfies Reasons<Tables>
export type Reason = keyof typeof declared | CommonReason
export const { router, publicProcedure, protectedProcedure } = initRpc<Store, Reason>().create({ reasons: declared })
export const page = { limit: z.number().int().min(1).max(100).default(20), cursor: z.string().nullish() }
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
export const Author = z.object({ id: z.number(), username: z.string(), fullName: z.string().nullable() })
`

function nounFile(noun: string): string {
  const view = `z.object({ id: z.number(), ${noun}Title: z.string(), author: Author, tags: z.array(z.object({ id: z.number(),
    name: z.string() })), likedByViewer: z.boolean(), category: z.object({ id: z.number(), name: z.string() }).nullable() })`
  const row = `{ id: row.id, ${noun}Title: row.title, author: { ...row.author, fullName: null }, tags: row.tags,
    likedByViewer: false, category: row.category }`
  const selection = `{ with: { author: { columns: { id: true, username: true } }, tags: { columns: { id: true, name: true } },
    category: { columns: { id: true, name: true } } } }`
  const query = (index: number) => `  list${index}: publicProcedure
    .meta({ reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ q${index}: z.string().optional(), authorId: z.number().int().positive().optional(), ...page }))
    .output(pageOf(View))
    .query(async ({ ctx, input }) => {
      const rows = await ctx.db.query.posts.findMany({ ...${selection}, limit: input.limit })
      return { items: rows.map((row) => (${row})), nextCursor: input.cursor ?? null }
    }),`
  const mutation = (index: number) => `  create${index}: protectedProcedure
    .meta({ reasons: ['POST_EXISTS', 'TOO_MANY_TAGS'] })
    .input(z.object({ title${index}: z.string().min(1), content: z.string(), tags: z.array(z.object({ id: z.number() })) }))
    .output(View.nullable())
    .mutation(async ({ ctx, input }) => {
      const row = await ctx.db.query.posts.findFirst({ ...${selection}, where: { title: input.title${index}, authorId: ctx.caller.kind === 'user' ? ctx.caller.id : 0 } })
      if (!row) throw ctx.refuse('POST_EXISTS')
      return row ? (${row}) : null
    }),`
  const procedures = Array.from({ length: PER_NOUN }, (_, index) => (index % 2 === 0 ? query(index) : mutation(index)))
  return `import { z } from 'zod'
import { Author, publicProcedure, page, pageOf, router, protectedProcedure } from './trpc.ts'
const View = ${view}
export const ${noun} = router({
${procedures.join('\n')}
})
`
}

/** Names the type of each noun's router. The compiler does not write the type of 3,000 procedures inferred as one. */
function rootFile(nouns: string[]): string {
  return `${nouns.map((noun) => `import { ${noun} } from './${noun}.ts'`).join('\n')}
import { router } from './trpc.ts'
type Nouns = { ${nouns.map((noun) => `${noun}: typeof ${noun}`).join('; ')} }
export const appRouter: ReturnType<typeof router<Nouns>> = router({ ${nouns.join(', ')} })
export type AppRouter = typeof appRouter
`
}

/** A function for each noun: the compiler does not follow the control flow of a module with thousands of calls. */
function clientFile(from: string, nouns: string[]): string {
  const calls = nouns.map((noun) => {
    const own = Array.from({ length: PER_NOUN }, (_, index) =>
      index % 2 === 0
        ? `  const name${index} = (await client.${noun}.list${index}.query({ q${index}: 'x' })).items[0]?.author.username`
        : `  const [post${index}, error${index}] = await safe(client.${noun}.create${index}.mutate({ title${index}: 'x', content: '', tags: [] }))
  const title${index} = error${index}?.data?.reason === 'TOO_MANY_TAGS' ? null : post${index}?.${noun}Title`,
    )
    const results = own.map((_, index) => (index % 2 === 0 ? `name${index}` : `title${index}`))
    return `export async function ${noun}() {\n${own.join('\n')}\n  return [${results.join(', ')}]\n}`
  })
  return `import { createTRPCClient, httpBatchLink, safe } from '@trpc/client'
import type { AppRouter } from '${from}'
const client = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: 'http://localhost' })] })
${calls.join('\n')}
`
}
