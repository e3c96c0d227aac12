import { rowOrThrow } from '@trellis/rpc'
import { fresh, type Row, type World } from './world.ts'

/** The id of a new webhook, the only one: tests of many calls would have more than there may be. */
async function webhook({ service, store }: World) {
  await store.write(({ db, tables }) => db.delete(tables.webhooks))
  return (await service.webhooks.create({ url: `https://${fresh('hook')}.example/`, tables: ['posts'] })).id
}

/** The id of a delivery of a new webhook: no procedure creates one. */
async function delivery(world: World) {
  const of = { webhookId: await webhook(world), messageId: fresh('msg'), rowKey: 'posts 1', type: 'posts.created' }
  const values = { ...of, payload: '{}', dueAt: 0, expiresAt: 0, createdAt: '2026-01-01T00:00:00.000Z' }
  const [row] = await world.store.write(({ db, tables }) =>
    db.insert(tables.webhookDeliveries).values(values).returning(),
  )
  return rowOrThrow(row).id
}

/** Who may call the procedures of `webhooks`. */
export const authorization: Row[] = [
  {
    procedure: 'webhooks.create',
    access: 'admin',
    input: async () => ({ url: 'https://hook.example', tables: ['posts'] }),
  },
  { procedure: 'webhooks.list', access: 'admin', input: async () => ({}) },
  { procedure: 'webhooks.delete', access: 'admin', input: async (world) => ({ id: await webhook(world) }) },
  { procedure: 'webhooks.deliveries', access: 'admin', input: async (world) => ({ id: await webhook(world) }) },
  { procedure: 'webhooks.retry', access: 'admin', input: async (world) => ({ id: await delivery(world) }) },
]
