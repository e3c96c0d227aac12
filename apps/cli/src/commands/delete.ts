import { database } from '@trellis/db'
import { userId, withStore } from '@trellis/operations/commands'
import { print } from '@trellis/store/cli'
import type { Command } from 'commander'

/** `trellis users delete` */
export function addDeletion(program: Command): void {
  const users = program.commands.find((command) => command.name() === 'users')
  users
    ?.command('delete <username>')
    .description('delete a user with their posts, comments and likes')
    .option('--yes', 'delete; without this option, only show what would be deleted')
    .action(async (username: string, { yes }: { yes?: true }, command: Command) => {
      // Loaded here: no other command needs the procedures.
      const { createCaller, createContext } = await import('@trellis/api')
      await withStore(database, async (store) => {
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
}
