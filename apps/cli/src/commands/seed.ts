import { migrate, seed } from '@trellis/db'
import type { Command } from 'commander'
import { production, shown, url, withStore } from '../database.ts'
import { print } from '../output.ts'

/** `trellis seed` */
export function addSeed(program: Command): void {
  program
    .command('seed')
    .description('migrate, and fill an empty database with the demo blog')
    .option('--force', 'in production, too: everybody knows the password of the demo admin')
    .action(async ({ force }: { force?: true }, command: Command) => {
      if (production && !force) throw new Error('This is production. Demo data goes there with --force only.')
      await migrate(url)
      const { seeded, signIn } = await withStore((store) => seed(store))
      const done = `${shown} has the demo blog: sign in as ${signIn.username} with the password ${signIn.password}`
      print(command, { seeded }, seeded ? done : `${shown} is not empty: nothing was changed`)
    })
}
