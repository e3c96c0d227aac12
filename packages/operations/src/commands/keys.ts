import { createKey, listKeys, revokeKeys } from '@trellis/identity/keys'
import { procedures } from '@trellis/rpc/reference'
import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { future } from '../arguments.ts'
import { type Operation, record, withStore } from '../operation.ts'

interface CreateOptions {
  reads?: true
  procedures?: string
  expires?: Date
}

/** The command `keys`. */
export function addKeys(program: Command, operation: Operation): void {
  const { name } = operation
  const keys = program
    .command('keys')
    .description('create, list and revoke the keys of services')
    .addHelpText(
      'after',
      `
A service sends its key as a bearer token. A server accepts a revoked key for 2 seconds more at most.

Examples:
  ${name} keys create importer --expires 90d
  ${name} keys create dashboard --reads
  ${name} keys create bot --procedures 'loans.*,books.byId'
  ${name} keys revoke 3`,
    )
  keys
    .command('create <service>')
    .description('create a key and print it; it is shown only once')
    .option('--reads', 'it may only run queries')
    .option('--procedures <names>', 'it may only call these, separated by commas; books.* is all of books')
    .option('--expires <when>', 'a date such as 2027-01-31, or a number of days such as 90d; default: never', future)
    .action(async (service: string, options: CreateOptions, command: Command) => {
      if (!/^(?=.*[^\d])[\w.-]{1,50}$/.test(service))
        throw new Error('The name of a service has 1 to 50 letters, digits, dots, dashes, and not only digits.')
      const { reads = false, procedures, expires: expiresAt } = options
      const limits = {
        reads,
        procedures: procedures === undefined ? undefined : await knownProcedures(operation, procedures),
      }
      const { signIn } = await operation.load()
      const { id, key } = await withStore(operation.database, (store) =>
        store.write(async (connection) => {
          const created = await createKey(connection, { name: service, limits, expiresAt }, signIn.keyPrefix)
          await record(operation, connection, 'keys.create', { id: created.id })
          return created
        }),
      )
      print(command, { id, name: service, key, ...limits, expiresAt }, key)
    })
  keys
    .command('list')
    .description('every key: id, service, limits, expiry, last use')
    .action(async (_: unknown, command: Command) => {
      const rows = await withStore(operation.database, ({ read }) => listKeys(read))
      const lines = rows.map(({ id, name, reads, procedures, expiresAt, lastUsedAt }) =>
        [
          id,
          name,
          [...(reads ? ['reads'] : []), ...(procedures ?? (reads ? [] : ['everything']))].join(' '),
          expiresAt ? `expires ${expiresAt.toISOString()}` : 'never expires',
          lastUsedAt ? `used ${lastUsedAt.toISOString()}` : 'never used',
        ].join('\t'),
      )
      print(command, { keys: rows }, lines.join('\n') || 'There are no keys. Those in SERVICE_KEYS are not listed.')
    })
  keys
    .command('revoke <key>')
    .description('delete a key by its id, or all keys of a service by its name')
    .action(async (key: string, _: unknown, command: Command) => {
      const revoked = await withStore(operation.database, (store) =>
        store.write(async (connection) => {
          const ids = await revokeKeys(connection, /^\d+$/.test(key) ? Number(key) : key)
          for (const id of ids) await record(operation, connection, 'keys.revoke', { id })
          return ids
        }),
      )
      if (revoked.length === 0) throw new Error(`There is no key ${key}.`)
      print(command, { revoked }, `Revoked ${revoked.length === 1 ? 'key' : 'keys'} ${revoked.join(', ')}`)
    })
}

/** The patterns in the option. @throws if one names no procedure. */
async function knownProcedures(operation: Operation, list: string): Promise<string[]> {
  const { router } = await operation.load()
  const paths = procedures(router).map(({ path }) => path)
  return list.split(',').map((name) => {
    const pattern = name.trim().replace(/\.$/, '.*')
    const known = pattern.endsWith('.*')
      ? paths.some((path) => path.startsWith(pattern.slice(0, -1)))
      : paths.includes(pattern)
    if (!known) throw new Error(`There is no procedure ${name.trim()}. They are listed in the reference.`)
    return pattern
  })
}
