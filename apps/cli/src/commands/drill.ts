import { newestBackup, restoreBeside, type Store } from '@trellis/db'
import { databaseUrl, print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { max } from 'drizzle-orm'
import { withStore } from '../database.ts'
import { examine } from '../examine.ts'
import { backupFolder } from './backup.ts'
import { asText } from './doctor.ts'

/** `trellis drill` */
export function addDrill(program: Command): void {
  program
    .command('drill')
    .description('restore the newest backup beside the database, check it, read from it, and remove it again')
    .option('--from <folder>', 'the folder of backups; default: BACKUP_DIR')
    .action(async ({ from }: { from?: string }, command: Command) => {
      const folder = backupFolder(from)
      const file = newestBackup(folder)
      if (!file) throw new Error(`There is no backup in ${folder}.`)
      const restored = await restoreBeside(databaseUrl, file)
      try {
        const findings = await examine(restored.url)
        const { rows, lastWrite } = await withStore(playReads, restored.url)
        const age = lastWrite ? `${Math.round((Date.now() - lastWrite.getTime()) / 1000)} s` : 'unknown: it has no rows'
        const text = `${asText(findings)}\nread ${rows} rows\nAge of the last write in ${file}: ${age}`
        print(command, { file, findings, rows, lastWrite }, text)
        if (findings.some(({ ok }) => !ok)) process.exitCode = 2
      } finally {
        await restored.remove()
      }
    })
}

/** Reads what the pages of the web app read. */
async function playReads(store: Store): Promise<{ rows: number; lastWrite: Date | null }> {
  const { createCaller, createContext } = await import('@trellis/api')
  const caller = createCaller(createContext(store, async () => ({ kind: 'anyone' })))
  await caller.stats.blog()
  const lists = [
    await caller.posts.list({}),
    await caller.users.list({}),
    await caller.tags.list({}),
    await caller.categories.list({}),
    await caller.employees.list({}),
    await caller.search.posts({ q: 'the' }),
  ]
  const { db, tables } = store.read
  const times: number[] = []
  for (const { table, column } of [
    { table: tables.posts, column: tables.posts.updatedAt },
    { table: tables.comments, column: tables.comments.updatedAt },
    { table: tables.users, column: tables.users.updatedAt },
    { table: tables.likes, column: tables.likes.createdAt },
    { table: tables.tags, column: tables.tags.createdAt },
  ]) {
    const [row] = await db.select({ last: max(column) }).from(table)
    if (row?.last) times.push(new Date(row.last).getTime())
  }
  const rows = lists.reduce((sum, { items }) => sum + items.length, 0)
  return { rows, lastWrite: times.length > 0 ? new Date(Math.max(...times)) : null }
}
