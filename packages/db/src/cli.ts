import { fileURLToPath } from 'node:url'
import { databaseCommands, databaseUrl, refuseInProduction, run, shownUrl } from '@trellis/store/cli'
import { database, migrate, openStore, seed } from './index.ts'

const program = databaseCommands(database, { folder: fileURLToPath(new URL('..', import.meta.url)), fill })

program
  .command('seed')
  .description('migrate, and fill an empty database with the demo blog')
  .option('--force', 'in production, too: everybody knows the password of the demo admin')
  .action(async ({ force }: { force?: true }) => {
    refuseInProduction(force, 'Demo data goes there with --force only.')
    await migrate(databaseUrl)
    await fill()
  })

await run(program)

async function fill(): Promise<void> {
  const store = openStore({ url: databaseUrl })
  try {
    const { seeded, signIn } = await seed(store)
    if (!seeded) console.log(`${shownUrl} is not empty: nothing was changed`)
    else
      console.log(`${shownUrl} has the demo blog: sign in as ${signIn.username} with the password ${signIn.password}`)
  } finally {
    await store.close()
  }
}
