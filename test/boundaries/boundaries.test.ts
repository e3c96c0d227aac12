import { expect, test } from 'vitest'
import { namedEngines, queriesOfOneEngine } from './engines.ts'
import { wrongDependencies, wrongImports } from './imports.ts'
import { blogNouns } from './nouns.ts'

test.each([
  'counter(t.posts.likeCount, ...)',
  'const postId = 1',
  'post_tags',
  'a post of one author',
  'likedByViewer',
  'an employee',
  "category: 'news'",
  'type PostView = object',
  'bookTags',
])('"%s" names a noun of the blog', (line) => {
  expect(blogNouns(line)).not.toEqual([])
})

test.each([
  "app.post('/trpc/*')",
  'GET or POST',
  'worker.postMessage(1)',
  'followChanges(client)',
  'isPostgres',
  'like `prepared`, for a query',
  'name LIKE "%a%"',
  'import { isStreamLike } from "./stream-like.ts"',
  'an entity tag',
  'tags: Object.entries(source.tags)',
  'what follows',
  'books, authors, loans, shelves',
])('"%s" names none', (line) => {
  expect(blogNouns(line)).toEqual([])
})

test.each([
  ['packages/store', "import { ApiError } from '@trellis/rpc'"],
  ['packages/store', "import type { ApiError } from '@trellis/rpc'"],
  ['packages/db', "const { page } = await import('@trellis/rpc')"],
  ['packages/identity', "import type { Caller } from '@trellis/api'"],
  ['packages/client', "import { appRouter } from '@trellis/api'"],
  ['packages/client', "export { appRouter } from '@trellis/api'"],
  ['packages/client', "import type { AppRouter } from '@trellis/api'"],
  ['packages/host', "import type { Store } from '@trellis/db'"],
  ['packages/operations', "import { blog } from '@trellis/api/domain'"],
  ['packages/blog', "import { appRouter } from '@trellis/api'"],
  ['packages/api', "import { tables } from '../../db/src/index.ts'"],
])('%s may not: %s', (folder, line) => {
  expect(wrongImports(folder, `${folder}/src/index.ts`, line)).toHaveLength(1)
})

test.each([
  ['packages/rpc', "import { fold } from '@trellis/store'"],
  ['packages/rpc', "export { restPlugin } from '@trellis/rpc/rest/fastify'"],
  ['packages/blog', "import type { AppRouter } from '@trellis/api'"],
  ['apps/web', "import { excerpt } from '@trellis/api/excerpt'"],
  ['packages/api', "import { tables } from './tables.ts'"],
])('%s may: %s', (folder, line) => {
  expect(wrongImports(folder, `${folder}/src/index.ts`, line)).toEqual([])
})

test('a package of the kit depends on no package of the blog, for its tests neither', () => {
  const manifest = { dependencies: { '@trellis/store': '*', zod: '*' }, devDependencies: { '@trellis/db': '*' } }
  expect(wrongDependencies('packages/host', JSON.stringify(manifest))).toEqual([
    'packages/host/package.json: @trellis/db is not of the kit',
  ])
})

test.each([
  ['packages/store/src/operations.ts', "import { reset } from './dialects/postgres/operations.ts'"],
  ['packages/store/src/store.ts', "const isEmbedded = dialect === 'sqlite'"],
  ['packages/store/src/dialects/postgres/columns.ts', "import type { Columns } from '../sqlite/columns.ts'"],
  ['packages/store/src/dialects/sqlite/store.ts', "import { retry } from '../postgres/retry.ts'"],
])('%s may not name an engine: %s', (file, line) => {
  expect(namedEngines(file, line)).toHaveLength(1)
})

test('a query outside of the engines may not end with a method that PostgreSQL does not have', () => {
  const text =
    'const rows = await db.select().from(books)\nconst row = db.select().from(books).get()\nmap.get(1)\n// .all()'
  expect(queriesOfOneEngine('packages/api/src/books.ts', text)).toEqual([
    'packages/api/src/books.ts:2: PostgreSQL has no .get(): await the query',
  ])
  expect(queriesOfOneEngine('packages/store/src/dialects/sqlite/store.ts', text)).toEqual([])
})

test.each([
  ['packages/store/src/dialects/index.ts', "import { sqlite } from './sqlite/index.ts'"],
  ['packages/store/src/dialects/sqlite/store.ts', "import { columns } from './columns.ts'"],
  ['packages/store/src/store.ts', '/** On PostgreSQL, in a pool. */'],
])('%s may: %s', (file, line) => {
  expect(namedEngines(file, line)).toEqual([])
})
