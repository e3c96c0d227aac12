import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Client from 'better-sqlite3'
import { DatabaseUnavailable } from '../errors.ts'
import { isBusy } from './errors.ts'

/** The path in a `file:` URL, relative to the working directory unless it starts with a slash. */
export function filePath(url: string): string {
  const path = url.replace(/^file:(\/\/)?/, '')
  if (!path || path.includes(':memory:')) throw new Error(`DATABASE_URL names no file: ${url}`)
  return path
}

/** The same path as an absolute one. */
export const absolutePath = (url: string): string => resolve(filePath(url))

/**
 * Opens the file with the settings that every connection needs. Creates the file and its folder if they do not exist.
 */
export function openFile(url: string): Client.Database {
  const path = filePath(url)
  mkdirSync(dirname(path), { recursive: true })
  createFile(path)
  const client = new Client(path)
  useWriteAheadLog(client)
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  client.pragma('cache_size = -65536')
  // A long reader makes the log grow. The first write after it shortens the log to this size, which is twice the usual one.
  client.pragma('journal_size_limit = 8388608')
  return client
}

/**
 * Creates an empty file that only its owner may read: it has sessions and password hashes. SQLite gives its other files the
 * same mode. A file that exists is not opened: closing any descriptor of a database file drops the POSIX locks of every
 * connection in the process, and other processes then delete the write-ahead log (https://sqlite.org/howtocorrupt.html, 2.2).
 */
function createFile(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

/** SQLite does not wait for this lock: processes that start concurrently on a new file would fail. */
function useWriteAheadLog(client: Client.Database): void {
  for (const deadline = Date.now() + 10_000; ; ) {
    try {
      client.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

/** A file of the database was deleted or replaced: writes to the open file would be lost. */
export class FileGone extends DatabaseUnavailable {
  override name = 'FileGone'
  readonly code = 'FILE_GONE'
}

/** The files that every connection has open, with the ends of their names. SQLite removes the last two with the last connection. */
const FILES = { 'database file': '', 'write-ahead log': '-wal', 'index of the write-ahead log': '-shm' }

/**
 * Watches over the files of an open database, which a connection has read from. Never opens them: closing one would drop the
 * locks of the process on it.
 *
 * @returns a function that throws FileGone if a path does not lead to the file that was opened: 6 microseconds.
 */
export function watchFiles(database: string): () => void {
  const files = Object.entries(FILES).map(([name, suffix]) => {
    const path = database + suffix
    return { name, path, opened: identity(path) }
  })
  return () => {
    for (const { name, path, opened } of files) {
      const found = identity(path)
      if (found === undefined) throw new FileGone(`The ${name} was deleted`)
      if (found !== opened) throw new FileGone(`The ${name} was replaced while it was open`)
    }
  }
}

/** The inode of an open file is not given to another file. */
function identity(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stats && `${stats.dev} ${stats.ino}`
}
