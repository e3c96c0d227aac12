import { database, type Relations, type Tables } from '@trellis/db'
import { type Domain, defineDomain } from '@trellis/host/domain'
import { api } from './openapi.ts'
import { appRouter } from './root.ts'

/** The blog as a value, for the host and the operators' commands. */
export const blog: Domain<Tables, Relations> = defineDomain({
  product: 'Trellis',
  database,
  router: appRouter,
  api,
})
