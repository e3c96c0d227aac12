import type { AppRouter, RouterInputs } from '@trellis/blog'
import { createClient, isApiError } from '@trellis/client'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trellis/fastify-trpc'
import Fastify from 'fastify'
import { openStore, publicProcedure } from './library.ts'

// Each line that ends with `mistake` has a type error. No other line has one.
const trellis = createClient<AppRouter>({ url: 'http://127.0.0.1:3000' })
await trellis.posts.byNothing.query({ id: 1 }) // mistake
await trellis.posts.byId.mutate({ id: 1 }) // mistake
await trellis.posts.byId.query({ id: '1' }) // mistake
const post = await trellis.posts.byId.query({ id: 1 })
export const title: number = post.title // mistake
export const input: RouterInputs['posts']['byId'] = { id: 1, extra: true } // mistake
isApiError<AppRouter>(post, 'NO_SUCH_REASON') // mistake

const { read } = openStore({ url: 'file:library.db' })
export const { pages } = read.tables.books // mistake
await read.db.select({ id: read.tables.books.isbn }).from(read.tables.books) // mistake
publicProcedure.meta({ reasons: ['NO_SUCH_REASON'] }) // mistake
export const options: FastifyTRPCPluginOptions<never> = { trpcOptions: { maxBatchSize: '20' } } // mistake
await Fastify().register(fastifyTRPCPlugin, { prefix: 1 }) // mistake
