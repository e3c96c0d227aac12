import { defineDomain } from '../../src/domain.ts'
import { database, libraryRouter, reasons } from './router.ts'

/** A second domain: a library whose readers sign in. */
export const library = defineDomain({
  product: 'The Library',
  database,
  router: libraryRouter,
  api: { version: '1.0.0', description: 'Books and loans.', reasons },
})

export { type LibraryRouter, libraryRouter, reasons } from './router.ts'
