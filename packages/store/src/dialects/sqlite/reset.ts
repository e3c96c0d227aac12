import { existsSync, rmSync } from 'node:fs'
import Client from 'better-sqlite3'
import { isBusy } from './busy.ts'
import { filePath } from './store.ts'

/** Removes the file. @throws if a process has it open, or if it is no database. */
export function resetSqlite(url: string): void {
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
