import Client from 'better-sqlite3'
import type { Backend } from '../handler.ts'
import { postReads } from './posts.ts'
import { employeeReads, searchReads, userReads } from './reads.ts'
import { writes } from './writes.ts'

/** The handlers on a SQLite file, with the settings that the Store uses. */
export function sqliteBackend(path: string): Backend {
  const open = () => {
    const client = new Client(path)
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) client.pragma(pragma)
    for (const pragma of ['cache_size = -65536', 'mmap_size = 268435456']) client.pragma(pragma)
    return client
  }
  const reader = open()
  const viewerByToken = reader
    .prepare<[string, number], number>(
      'SELECT u.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token = +? AND s.expires_at > +?',
    )
    .pluck()
  return {
    handlers: {
      ...postReads(reader),
      ...userReads(reader),
      ...searchReads(reader),
      ...employeeReads(reader),
      ...writes(open()),
    },
    viewerOf: (token) => viewerByToken.get(token, Date.now()) ?? 0,
  }
}
