import { auditTrail, fold, type Store } from '@trellis/db'
import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { desc, eq } from 'drizzle-orm'
import { origin, positive } from '../arguments.ts'
import { OPERATOR, withStore } from '../database.ts'

/** The id of the user of this name. @throws if there is none. */
export async function userId({ read: { db } }: Store, username: string): Promise<number> {
  const user = await db.query.users.findFirst({ columns: { id: true }, where: { usernameKey: fold(username) } })
  if (!user) throw new Error(`There is no user ${username}.`)
  return user.id
}

/** Deletes the sessions of a user, or of everybody. Returns how many. */
function signOut(store: Store, user: number | undefined): Promise<number> {
  return store.write(async (connection) => {
    const { db, tables } = connection
    const { sessions } = tables
    const keys = user === undefined ? {} : { id: user }
    await auditTrail.record(connection, { ...OPERATOR, procedure: 'users.sign-out', keys })
    const gone = await db
      .delete(sessions)
      .where(user === undefined ? undefined : eq(sessions.userId, user))
      .returning({ id: sessions.id })
    return gone.length
  })
}

/** `trellis users` */
export function addUsers(program: Command): void {
  const users = program
    .command('users')
    .description('list, delete and sign out users, and let them reset their password')
  users
    .command('list')
    .description('the newest users')
    .option('--limit <number>', 'how many', positive, 50)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const rows = await withStore(({ read: { db, tables } }) => {
        const { id, username, email, role, createdAt } = tables.users
        return db.select({ id, username, email, role, createdAt }).from(tables.users).orderBy(desc(id)).limit(limit)
      })
      const lines = rows.map((user) => [user.id, user.username, user.email, user.role, user.createdAt].join('\t'))
      print(command, { users: rows }, lines.join('\n'))
    })
  users
    .command('delete <username>')
    .description('delete a user with their posts, comments and likes')
    .option('--yes', 'delete; without this option, only show what would be deleted')
    .action(async (username: string, { yes }: { yes?: true }, command: Command) => {
      // Loaded here: no other command needs the procedures.
      const { createCaller, createContext } = await import('@trellis/api')
      await withStore(async (store) => {
        const caller = createCaller(createContext(store, async () => ({ kind: 'service', name: 'trellis-cli' })))
        const id = await userId(store, username)
        if (yes) {
          const { deleted } = await caller.users.delete({ id })
          return print(command, { deleted }, `Deleted ${username}: ${JSON.stringify(deleted)}`)
        }
        const preview = await caller.users.deletionPreview({ id })
        print(
          command,
          { preview },
          `This would delete ${username} and ${JSON.stringify(preview)}. Delete them with --yes`,
        )
      })
    })
  users
    .command('sign-out [username]')
    .description('end every session of a user')
    .option('--all', 'the sessions of all users')
    .action(async (username: string | undefined, { all }: { all?: true }, command: Command) => {
      if (!username === !all) throw new Error('Name a user, or give --all.')
      const sessions = await withStore(async (store) =>
        signOut(store, username ? await userId(store, username) : undefined),
      )
      print(command, { sessions }, `Ended ${sessions} sessions`)
    })
  users
    .command('reset-link <username>')
    .description('print a link with which a user sets a new password, once and within an hour')
    .option('--origin <url>', 'the address of the web app; default: PUBLIC_URL, or http://127.0.0.1:3000', origin)
    .addHelpText('after', '\nExample:\n  trellis users reset-link ada --origin https://blog.example.com')
    .action(async (username: string, options: { origin?: string }, command: Command) => {
      // Loaded here: no other command needs the sign-in.
      const { createResetLink } = await import('@trellis/identity')
      const publicUrl = options.origin ?? (process.env.PUBLIC_URL || 'http://127.0.0.1:3000')
      const link = await withStore(async (store) => {
        const id = await userId(store, username)
        await store.write((connection) =>
          auditTrail.record(connection, { ...OPERATOR, procedure: 'users.reset-link', keys: { id } }),
        )
        return createResetLink(store, publicUrl.replace(/\/$/, ''), console, id)
      })
      print(command, { link }, link)
    })
}
