import { existsSync, renameSync, rmSync } from 'node:fs'
import Client from 'better-sqlite3'
import { resetSqlite } from './reset.ts'
import { filePath } from './store.ts'

/** Called with the progress, from 0 to 1. */
export type OnProgress = (done: number) => void

/** The number of pages that are copied in one turn of the event loop: 4 MB. */
const PAGES_AT_ONCE = 1_000

/**
 * Copies a database into a new file while others write to it. The copy is the snapshot at the beginning of the backup:
 * a read transaction holds it, and does not block writers in WAL mode.
 */
export async function snapshotSqlite(url: string, path: string, onProgress: OnProgress = () => {}): Promise<void> {
  const client = new Client(filePath(url), { fileMustExist: true })
  try {
    client.exec('BEGIN')
    client.prepare('SELECT count(*) FROM sqlite_schema').get()
    await client.backup(path, {
      progress: ({ totalPages, remainingPages }) => {
        if (totalPages > 0) onProgress(1 - remainingPages / totalPages)
        return PAGES_AT_ONCE
      },
    })
  } finally {
    client.close()
  }
  // One file, without a write-ahead log.
  const copy = new Client(path)
  copy.pragma('journal_mode = DELETE')
  copy.close()
}

/** Whether there is a database with tables. */
export function hasTablesSqlite(url: string): boolean {
  if (!existsSync(filePath(url))) return false
  const client = new Client(filePath(url), { readonly: true })
  const table = client.prepare('SELECT 1 FROM sqlite_schema').get()
  client.close()
  return table !== undefined
}

/** Replaces the database by a copy. @throws if a process has it open. */
export function replaceSqlite(url: string, copy: string): void {
  resetSqlite(url)
  renameSync(copy, filePath(url))
}

/** The URL of a database beside this one that does not exist yet, and how to remove it. */
export async function besideSqlite(url: string, name: string) {
  const path = `${filePath(url)}.${name}`
  const remove = async () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  }
  await remove()
  return { url: `file:${path}`, remove }
}

/** Runs `work` with the URL of a database that does not change meanwhile: a copy. */
export async function withSnapshotSqlite<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const copy = await besideSqlite(url, 'snapshot')
  try {
    await snapshotSqlite(url, filePath(copy.url))
    return await work(copy.url)
  } finally {
    await copy.remove()
  }
}
