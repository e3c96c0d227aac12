import { statSync } from 'node:fs'
import { NotReady } from '../not-ready.ts'

/** A file of the database was deleted or replaced: what is written to the open one would be lost. */
export class FileGone extends NotReady {
  override name = 'FileGone'
}

/** The files that every connection has open, by what follows the path. SQLite removes the last two with the last connection. */
const FILES = { 'database file': '', 'write-ahead log': '-wal', 'index of the write-ahead log': '-shm' }

/** Watches over the files of an open database. Never opens them: closing one would drop the locks of the process on it. */
export class DatabaseFile {
  readonly #files: { name: string; path: string; opened: string | undefined }[]

  /** @param path a database that a connection has open and has read from. */
  constructor(path: string) {
    this.#files = Object.entries(FILES).map(([name, suffix]) => {
      const file = path + suffix
      return { name, path: file, opened: identity(file) }
    })
  }

  /** @throws FileGone if a path does not lead to the file that was opened: 6 microseconds. */
  assertThere(): void {
    for (const { name, path, opened } of this.#files) {
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
