import { defineDomain } from '@trellis/host/domain'
import type { RoleOf } from '@trellis/identity/tables'
import { database, type Store } from '@trellis/identity/testing/library'
import { initRpc } from '@trellis/rpc'
import { operate } from '../src/operate.ts'

const { router } = initRpc<Store, never, RoleOf<Store>>().create({ reasons: {} })
const api = { version: '1.0.0', description: '', reasons: {} }

await operate({
  database,
  load: async () => defineDomain({ product: 'The Library', database, router: router({}), api }),
})
