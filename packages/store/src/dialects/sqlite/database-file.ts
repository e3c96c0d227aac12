import { statSync } from 'node:fs'
import { NotReady } from '../not-ready.ts'

/** A database file that is not there any more, or not the same: what is written to the open one would be lost. */
export class FileGone extends NotReady {
  override name = 'FileGone'
}

/** Watches over a file that is open. */
export class DatabaseFile {
  readonly #path: string
  readonly #opened: string

  /** @param path a file that is there. */
  constructor(path: string) {
    this.#path = path
    this.#opened = this.#identity() ?? ''
  }

  /** @throws FileGone if the path does not lead to the file that was opened: 3 microseconds. */
  assertThere(): void {
    const found = this.#identity()
    if (found === this.#opened) return
    throw new FileGone(found ? 'The database file was replaced while it was open' : 'The database file was deleted')
  }

  #identity(): string | undefined {
    const stats = statSync(this.#path, { throwIfNoEntry: false, bigint: true })
    return stats && `${stats.dev} ${stats.ino}`
  }
}
