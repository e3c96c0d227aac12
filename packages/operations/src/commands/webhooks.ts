import { readEnv } from '@trellis/host'
import {
  ChangeKind,
  createWebhook,
  deleteWebhook,
  encryptSecret,
  listDeliveries,
  listWebhooks,
  namesPrivate,
  retryDelivery,
  startingPosition,
  unknownTables,
  webhookUrl,
} from '@trellis/identity/webhooks'
import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { z } from 'zod'
import { positive } from '../arguments.ts'
import { type Operation, record, withStore } from '../operation.ts'

interface CreateOptions {
  tables: string
  kinds: string
}

/** The command `webhooks`. */
export function addWebhooks(program: Command, operation: Operation): void {
  const { name, database } = operation
  const webhooks = program
    .command('webhooks')
    .description('create, list and delete webhooks, show what was sent, and send it again')
    .addHelpText(
      'after',
      `
Changes of rows are sent to the address of a webhook, signed as https://www.standardwebhooks.com describes. Run \`create\` with the
AUTH_SECRET of the servers: it encrypts the secret that is stored.

Examples:
  ${name} webhooks create https://example.com/hook --tables users
  ${name} webhooks deliveries 1
  ${name} webhooks retry 42`,
    )
  webhooks
    .command('create <url>')
    .description('register an address, and print the secret that signs; it is shown only once')
    .requiredOption('--tables <names>', 'the tables, separated by commas')
    .option('--kinds <kinds>', 'the kinds of changes, separated by commas', ChangeKind.options.join(','))
    .action(async (text: string, options: CreateOptions, command: Command) => {
      const env = readEnv(process.env, name)
      const url = parsed(webhookUrl, text, 'The address')
      if (env.WEBHOOK_PRIVATE !== 'allow' && namesPrivate(new URL(url)))
        throw new Error(`${url} is a private address. WEBHOOK_PRIVATE=allow allows them.`)
      const tables = options.tables.split(',').map((table) => table.trim())
      const kinds = parsed(z.array(ChangeKind), options.kinds.split(','), '--kinds')
      const created = await withStore(database, async (store) => {
        const unknown = unknownTables(store, tables)
        if (unknown.length > 0)
          throw new Error(
            `No changes are recorded of ${unknown.join(', ')}, but of ${store.journal?.tables.join(', ')}.`,
          )
        const position = await startingPosition(store)
        const encrypt = (secret: string) => encryptSecret(secret, env.AUTH_SECRET)
        return store.write(async (connection) => {
          const created = await createWebhook(connection, { url, tables, kinds }, { position, encrypt })
          if (created) await record(operation, connection, 'webhooks.create', { id: created.id })
          return created
        })
      })
      if (!created) throw new Error('There are 100 webhooks already. Delete one first.')
      print(command, created, created.secret)
    })
  webhooks
    .command('list')
    .description('every webhook: id, address, tables, kinds, deliveries that are pending and that have failed')
    .action(async (_: unknown, command: Command) => {
      const rows = await withStore(database, ({ read }) => listWebhooks(read, { limit: 100 }))
      const lines = rows.map(({ id, url, tables, kinds, pending, failed }) =>
        [id, url, tables.join(','), kinds.join(','), `${pending} pending`, `${failed} failed`].join('\t'),
      )
      print(command, { webhooks: rows }, lines.join('\n') || 'There are no webhooks.')
    })
  webhooks
    .command('delete <id>')
    .description('delete a webhook, with its deliveries')
    .action(async (text: string, _: unknown, command: Command) => {
      const id = positive(text)
      await changed(operation, 'webhooks.delete', id, deleteWebhook, `There is no webhook ${id}.`)
      print(command, { deleted: id }, `Deleted webhook ${id}`)
    })
  webhooks
    .command('deliveries <id>')
    .description('the newest deliveries of a webhook: id, time, change, status, attempts, why the last one failed')
    .option('--limit <number>', 'how many', positive, 50)
    .action(async (text: string, { limit }: { limit: number }, command: Command) => {
      const rows = await withStore(database, ({ read }) => listDeliveries(read, { webhookId: positive(text), limit }))
      const lines = rows.map((row) =>
        [row.id, row.createdAt, row.type, row.status, `${row.attempts} attempts`, row.error ?? ''].join('\t'),
      )
      print(command, { deliveries: rows }, lines.join('\n') || 'There are no deliveries.')
    })
  webhooks
    .command('retry <delivery>')
    .description('send a delivery again, or now if it waits for its next attempt')
    .action(async (text: string, _: unknown, command: Command) => {
      const id = positive(text)
      await changed(operation, 'webhooks.retry', id, retryDelivery, `There is no delivery ${id}.`)
      print(command, { retried: id }, `Delivery ${id} is sent again by a server that runs`)
    })
}

/** Changes a row, with its event in the audit trail. @throws if there is no such row. */
async function changed(
  operation: Operation,
  procedure: string,
  id: number,
  change: typeof deleteWebhook,
  missing: string,
): Promise<void> {
  await withStore(operation.database, (store) =>
    store.write(async (connection) => {
      if (!(await change(connection, id))) throw new Error(missing)
      await record(operation, connection, procedure, { id })
    }),
  )
}

/** @throws an error of one line that names what does not parse. */
function parsed<Value>(schema: z.ZodType<Value>, value: unknown, what: string): Value {
  const { data, error } = schema.safeParse(value)
  if (data === undefined) throw new Error(`${what}: ${error?.issues[0]?.message ?? 'does not parse'}.`)
  return data
}
