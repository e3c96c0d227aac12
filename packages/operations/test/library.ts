import { database } from '@trellis/identity/testing/library'
import { operate } from '../src/operate.ts'

await operate({ database, load: async () => (await import('@trellis/host/testing/library')).library })
