import { join } from 'node:path'
import { database } from '@trellis/db'
import { operate } from '@trellis/operations/commands'
import { addDeletion } from './commands/delete.ts'
import { addSeed, fillWithDemo } from './commands/seed.ts'
import { playReads } from './play-reads.ts'

await operate({
  database,
  load: async () => (await import('@trellis/api/domain')).blog,
  fill: fillWithDemo,
  play: playReads,
  add: (program) => {
    addSeed(program)
    addDeletion(program)
  },
  withoutDatabase: ['seed'],
  project: {
    folder: join(import.meta.dirname, '../../..'),
    database: 'packages/db/src',
    api: 'packages/api/src',
    imports: { database: '@trellis/db', store: '@trellis/db' },
    authorization: 'packages/api/test/authorization',
  },
})
