import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { eq } from 'drizzle-orm'
import { type Operation, record, withStore } from '../operation.ts'
import { userId } from './users.ts'

/** The command `admin`. */
export function addAdmin(program: Command, operation: Operation): void {
  const { name } = operation
  const admin = program
    .command('admin')
    .description('grant and revoke the role of an admin')
    .addHelpText(
      'after',
      `\nThe first admin of a new installation: sign up in the web app, then\n  ${name} admin grant <username>`,
    )
  const change = (name: string, role: 'admin' | 'user', description: string) =>
    admin
      .command(`${name} <username>`)
      .description(description)
      .action(async (username: string, _: unknown, command: Command) => {
        await withStore(operation.database, async (store) => {
          const id = await userId(store, username)
          await store.write(async (connection) => {
            const { db, tables } = connection
            await db.update(tables.users).set({ role }).where(eq(tables.users.id, id))
            await record(operation, connection, `admin.${name}`, { id })
          })
        })
        print(
          command,
          { username, role },
          `${username} is ${role === 'admin' ? 'an admin now' : 'not an admin any more'}`,
        )
      })
  change('grant', 'admin', 'make a user an admin, who may do everything')
  change('revoke', 'user', 'make an admin an ordinary user again')
}
