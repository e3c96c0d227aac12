import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Client from 'better-sqlite3'
import type { BackupFormat, OnProgress } from '../dialect.ts'
import { driverError } from '../errors.ts'
import { isBusy } from './errors.ts'
import { filePath, openFile } from './file.ts'

/** The number of pages that are copied in one turn of the event loop: 4 MB. */
const PAGES_AT_ONCE = 1_000

/**
 * Copies a database into a new file while others write to it. The copy is the snapshot at the beginning of the backup:
 * a read transaction holds it, and does not block writers in WAL mode.
 */
async function copy(url: string, path: string, onProgress: OnProgress = () => {}): Promise<void> {
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
  const copied = new Client(path)
  copied.pragma('journal_mode = DELETE')
  copied.close()
}

/** Whether there is a database with tables. */
export async function hasTables(url: string): Promise<boolean> {
  if (!existsSync(filePath(url))) return false
  const client = new Client(filePath(url), { readonly: true })
  const table = client.prepare('SELECT 1 FROM sqlite_schema').get()
  client.close()
  return table !== undefined
}

export const backupFormat: BackupFormat = { extension: 'db', isCompressed: false }

/** Copies the database, and checks the copy. */
export async function writeBackup(url: string, path: string, onProgress?: OnProgress): Promise<boolean> {
  await copy(url, path, onProgress)
  await refuseDamaged(path, 'The copy')
  return true
}

/** Replaces the database by a copy. @throws if the copy is damaged, or if a process has the database open. */
export async function restoreBackup(url: string, path: string): Promise<void> {
  await refuseDamaged(path, 'The backup')
  await reset(url)
  renameSync(path, filePath(url))
}

async function refuseDamaged(path: string, name: string): Promise<void> {
  const problems = await checkIntegrity(`file:${path}`)
  if (problems.length > 0) throw new Error(`${name} is damaged: ${problems.join('; ')}.`)
}

/** The URL of a database beside this one that does not exist yet, and how to remove it. */
export async function beside(url: string, name: string) {
  const path = `${filePath(url)}.${name}`
  const remove = async () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  }
  await remove()
  // On a new machine there is no folder yet.
  mkdirSync(dirname(path), { recursive: true })
  return { url: `file:${path}`, remove }
}

/** Runs `work` with the URL of a database that does not change meanwhile: a copy. */
export async function withSnapshot<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const snapshot = await beside(url, 'snapshot')
  try {
    await copy(url, filePath(snapshot.url))
    return await work(snapshot.url)
  } finally {
    await snapshot.remove()
  }
}

/** Removes the file. @throws if a process has it open, or if it is no database. */
export async function reset(url: string): Promise<void> {
  const path = filePath(url)
  if (existsSync(path)) refuseWhileOpen(path)
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}

function refuseWhileOpen(path: string): void {
  const client = new Client(path, { timeout: 0 })
  try {
    client.pragma('locking_mode = EXCLUSIVE')
    client.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    throw isBusy(error) ? new Error(`${path} is in use. Stop the server first.`, { cause: error }) : error
  } finally {
    client.close()
  }
}

/** Runs SQLite's own checks of pages, indexes and foreign keys. */
export async function checkIntegrity(url: string): Promise<string[]> {
  try {
    return problems(url)
  } catch (error) {
    // Some damage makes the checks fail.
    const { code, message } = driverError(error) ?? {}
    if (message && code && /^SQLITE_(CORRUPT|NOTADB)/.test(code)) return [message]
    throw error
  }
}

function problems(url: string): string[] {
  const client = openFile(url)
  const damage = client.pragma('integrity_check', { simple: true })
  const orphans = client.prepare<[], string>('SELECT DISTINCT "table" FROM pragma_foreign_key_check').pluck().all()
  client.close()
  return [
    ...(damage === 'ok' ? [] : [String(damage)]),
    ...orphans.map((table) => `${table} has rows without their parent`),
  ]
}

/** The database continues after the largest id by itself. */
export async function continueIds(): Promise<void> {}
