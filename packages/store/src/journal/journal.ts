/** A value of a column in the journal. */
export type JournalValue = string | number | boolean | null

/** Columns of a row by their names in the declarations. */
export type JournalColumns = Readonly<Record<string, JournalValue>>

/** A change of a row of a table that is declared with `journal`. It has no other columns: the fields that a caller may see are read again. */
export interface Change {
  /** The position of the change in the journal, as text. */
  readonly position: string
  /** The name of the table in the declarations. */
  readonly table: string
  readonly kind: 'created' | 'updated' | 'deleted'
  /** The primary key. */
  readonly key: JournalColumns
  /** The columns of `by` before the change; `null` for a created row. */
  readonly before: JournalColumns | null
  /** The columns of `by` after the change; `null` for a deleted row. */
  readonly after: JournalColumns | null
}

/** The changes after a position, in their order. */
export interface Changes {
  readonly changes: readonly Change[]
  /** The position of the last change, after which to read on. */
  readonly position: string
  /** Whether there may be more changes now. */
  readonly more: boolean
}

/**
 * Every change of the journaled tables, in one order, in which the changes of a row are as they were made. On SQLite it is the order of
 * its one writer. On PostgreSQL it is the order of the pair of transaction id and sequence below the oldest open transaction, which no
 * transaction that commits late can precede.
 */
export interface Journal {
  /** The names, in the declarations, of the tables whose changes it has. */
  readonly tables: readonly string[]
  /** The position of the newest change that can be read. */
  position(): Promise<string>
  /**
   * The changes after a position, at most `limit`. `undefined` if the journal does not have that position: it was deleted because of
   * its age, or belongs to another history, such as that before a backup was restored.
   */
  read(position: string, limit: number): Promise<Changes | undefined>
  /** Calls `listener` when there may be new changes, until the returned function is called. Changes of other processes are noticed within a second. */
  watch(listener: () => void): () => void
  /** How long the oldest change that cannot be read yet has waited for an open transaction, in milliseconds. */
  heldBack(): Promise<number>
  /** Deletes the oldest changes, at most 500 in a transaction: those older than `age` milliseconds, and all but the newest `rows`. */
  trim(bounds: { age: number; rows: number }): Promise<void>
}

/** The place of a row of the journal. The token tells it from a row of another history at the same place. */
export interface Position {
  readonly tx: string
  readonly id: string
  readonly token: string
}

/** A row of the journal as the engine returns it. */
export interface JournalRow {
  readonly tx: number | string
  readonly id: number | string
  readonly token: number | string
  readonly source: string
  readonly kind: string
  readonly key: string
  readonly before: string | null
  readonly after: string | null
}

/** The kind of the first row of a journal, which is no change. */
export const STARTED = 'started'

/** The position of a row. */
export const positionOf = ({ tx, id, token }: Pick<JournalRow, 'tx' | 'id' | 'token'>) => `${tx}-${id}-${token}`

/** The position in a text, or `undefined` if the text is no position. */
export function parsePosition(position: string): Position | undefined {
  const { tx, id, token } = /^(?<tx>\d{1,18})-(?<id>\d{1,18})-(?<token>\d{1,10})$/.exec(position)?.groups ?? {}
  return tx !== undefined && id !== undefined && token !== undefined ? { tx, id, token } : undefined
}

/** Whether a position is before another of the same journal. */
export function isBefore(position: string, other: string): boolean {
  const [a, b] = [parsePosition(position), parsePosition(other)]
  if (!a || !b) return false
  return a.tx === b.tx ? BigInt(a.id) < BigInt(b.id) : BigInt(a.tx) < BigInt(b.tx)
}

/** Reads the rows of the journal in their order: at most `limit`, from a position on, with the row at the position. */
type RowsFrom = (position: Position, limit: number) => Promise<JournalRow[]>

/** The changes after a position: the row at the position must be there, with the same token. */
export async function readChanges(rowsFrom: RowsFrom, position: string, limit: number): Promise<Changes | undefined> {
  const parsed = parsePosition(position)
  if (!parsed) return undefined
  const [at, ...rows] = await rowsFrom(parsed, limit + 1)
  if (!at || positionOf(at) !== position) return undefined
  return {
    changes: rows.flatMap((row) => {
      const kind = kindOf(row.kind)
      if (!kind) return []
      const [key, before, after] = [row.key, row.before, row.after].map((json) =>
        json === null ? null : columnsOf(json),
      )
      return [
        {
          position: positionOf(row),
          table: row.source,
          kind,
          key: key ?? {},
          before: before ?? null,
          after: after ?? null,
        },
      ]
    }),
    position: positionOf(rows.at(-1) ?? at),
    more: rows.length === limit,
  }
}

const kinds = ['created', 'updated', 'deleted'] as const
const kindOf = (name: string) => kinds.find((kind) => kind === name)

function columnsOf(json: string): JournalColumns {
  const columns: JournalColumns = JSON.parse(json)
  return columns
}

/** Calls listeners, for one engine's journal. `start` is called for the first listener, and the function that it returns after the last one has gone. */
export class Listeners {
  readonly #listeners = new Set<() => void>()
  readonly #start: () => () => void
  #stop: (() => void) | undefined

  constructor(start: () => () => void) {
    this.#start = start
  }

  add(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#stop ??= this.#start()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.close()
    }
  }

  call(): void {
    for (const listener of this.#listeners) listener()
  }

  close(): void {
    this.#stop?.()
    this.#stop = undefined
    this.#listeners.clear()
  }
}
