import { join } from 'node:path'
import { operate } from '@trellis/operations/commands'
import { database } from './database/index.ts'

await operate({
  database,
  load: async () => (await import('./domain.ts')).domain,
  project: join(import.meta.dirname, '..'),
})
