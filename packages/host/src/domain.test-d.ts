import { database as identityDatabase } from '@trellis/identity/testing/library'
import { initRpc } from '@trellis/rpc'
import { defineDatabase, type Store } from '@trellis/store'
import { defineRelations, type EmptyRelations } from 'drizzle-orm'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { libraryRouter } from '../test/library/router.ts'
import { type AnyDomain, defineDomain } from './domain.ts'

const api = { version: '1', description: '', reasons: {} }
const definition = { product: 'X', database: identityDatabase, router: libraryRouter, api }

test('a domain is one of any tables and relations', () => {
  const any: () => AnyDomain = () => defineDomain(definition)
  expectTypeOf(any).toBeFunction()
})

test('procedures of another store are refused', () => {
  const papers = defineDatabase({
    name: 'papers',
    tables: (c) => ({ papers: c.table('papers', { id: c.id() }) }),
    relations: (tables) => defineRelations(tables),
    migrations: new URL('./none', import.meta.url),
  })
  type Papers = ReturnType<typeof papers.openStore>['read']['tables']
  const { router, publicProcedure } = initRpc<Store<Papers, EmptyRelations>, never>().create({ reasons: {} })
  const other = router({ count: publicProcedure.output(z.number()).query(() => 0) })
  const of = () => [
    // @ts-expect-error The procedures are of another store.
    defineDomain({ ...definition, router: other }),
    // @ts-expect-error The database has no tables of sign-in.
    defineDomain({ ...definition, database: papers, router: other }),
  ]
  expectTypeOf(of).toBeFunction()
})
