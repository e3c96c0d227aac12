import type { IdentityStore } from '@trellis/identity/tables'
import { fold } from '@trellis/store'
import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { desc, eq } from 'drizzle-orm'
import { origin, positive } from '../arguments.ts'
import { type Operation, record, withStore } from '../operation.ts'

/** The id of the user of this name. @throws if there is no such user. */
export async function userId({ read: { db, tables } }: IdentityStore, username: string): Promise<number> {
  const { id, usernameKey } = tables.users
  const [user] = await db
    .select({ id })
    .from(tables.users)
    .where(eq(usernameKey, fold(username)))
  if (!user) throw new Error(`There is no user ${username}.`)
  return user.id
}

/** Deletes the sessions of a user, or of everybody. Returns how many. */
function signOut(operation: Operation, store: IdentityStore, user: number | undefined): Promise<number> {
  return store.write(async (connection) => {
    const { db, tables } = connection
    const { sessions } = tables
    const keys = user === undefined ? {} : { id: user }
    await record(operation, connection, 'users.sign-out', keys)
    const gone = await db
      .delete(sessions)
      .where(user === undefined ? undefined : eq(sessions.userId, user))
      .returning({ id: sessions.id })
    return gone.length
  })
}

/** The command `users`. */
export function addUsers(program: Command, operation: Operation): void {
  const { name } = operation
  const users = program.command('users').description('list and sign out users, and let them reset their password')
  users
    .command('list')
    .description('the newest users')
    .option('--limit <number>', 'how many', positive, 50)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const rows = await withStore(operation.database, ({ read: { db, tables } }) => {
        const { id, username, email, role, createdAt } = tables.users
        return db.select({ id, username, email, role, createdAt }).from(tables.users).orderBy(desc(id)).limit(limit)
      })
      const lines = rows.map((user) => [user.id, user.username, user.email, user.role, user.createdAt].join('\t'))
      print(command, { users: rows }, lines.join('\n'))
    })
  users
    .command('sign-out [username]')
    .description('end every session of a user')
    .option('--all', 'the sessions of all users')
    .action(async (username: string | undefined, { all }: { all?: true }, command: Command) => {
      if (!username === !all) throw new Error('Name a user, or give --all.')
      const sessions = await withStore(operation.database, async (store) =>
        signOut(operation, store, username ? await userId(store, username) : undefined),
      )
      print(command, { sessions }, `Ended ${sessions} sessions`)
    })
  users
    .command('reset-link <username>')
    .description('print a link with which a user sets a new password, once and within an hour')
    .option('--origin <url>', 'the address of the web app; default: PUBLIC_URL, or http://127.0.0.1:3000', origin)
    .addHelpText('after', `\nExample:\n  ${name} users reset-link ada --origin https://www.example.com`)
    .action(async (username: string, options: { origin?: string }, command: Command) => {
      // Loaded here: no other command needs the sign-in.
      const [{ createResetLink }, { signIn }] = await Promise.all([import('@trellis/identity'), operation.load()])
      const publicUrl = options.origin ?? (process.env.PUBLIC_URL || 'http://127.0.0.1:3000')
      const link = await withStore(operation.database, async (store) => {
        const id = await userId(store, username)
        await store.write((connection) => record(operation, connection, 'users.reset-link', { id }))
        return createResetLink(store, signIn, publicUrl.replace(/\/$/, ''), console, id)
      })
      print(command, { link }, link)
    })
}
