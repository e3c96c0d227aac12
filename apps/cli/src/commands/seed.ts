import { database, migrate, seed } from '@trellis/db'
import { withStore } from '@trellis/operations/commands'
import { databaseUrlOf, print, refuseInProduction, shownUrlOf } from '@trellis/store/cli'
import type { Command } from 'commander'

/** `trellis seed` */
export function addSeed(program: Command): void {
  program
    .command('seed')
    .description('migrate, and fill an empty database with the demo blog')
    .option('--force', 'also in production, although the password of the demo admin is published')
    .action(async ({ force }: { force?: true }, command: Command) => {
      refuseInProduction(force, 'Demo data is added with --force only.')
      await migrate(databaseUrlOf(database.name))
      await fillWithDemo(command)
    })
}

/** Fills the database with the demo blog if it is empty, and prints how to sign in. */
export async function fillWithDemo(command: Command): Promise<void> {
  const { seeded, signIn } = await withStore(database, (store) => seed(store))
  const done = `${shownUrlOf(database.name)} has the demo blog: sign in as ${signIn.username} with the password ${signIn.password}`
  print(command, { seeded }, seeded ? done : `${shownUrlOf(database.name)} is not empty: nothing was changed`)
}
