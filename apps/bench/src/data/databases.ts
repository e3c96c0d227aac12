import { join } from 'node:path'
import { type DialectName, migrate } from '@trellis/db'
import { createTestDatabase, startTemplates } from '@trellis/db/testing'
import { temporaryFolder } from '../temporary-folder.ts'
import { fillPostgres } from './fill-postgres.ts'
import { fillSqlite } from './fill-sqlite.ts'
import { blog } from './rows.ts'
import type { Shape } from './shape.ts'

/** Databases of one engine, which are deleted after use. */
export interface Databases {
  /** Creates a database with a blog of this shape. Returns its URL. */
  make(shape: Shape): Promise<string>
  remove(): Promise<void>
}

/** Prepares an engine: a folder for SQLite, a server for PostgreSQL, whose commits wait for the disk if it is `durable`. */
export async function openDatabases(dialect: DialectName, { durable = false } = {}): Promise<Databases> {
  return dialect === 'sqlite' ? sqliteFiles() : postgresServer(durable)
}

function sqliteFiles(): Databases {
  const { path: folder, remove } = temporaryFolder()
  return {
    make: async (shape) => {
      const url = `file:${join(folder, `${shape.posts}.db`)}`
      await migrate(url)
      fillSqlite(url, blog(shape))
      return url
    },
    remove: async () => remove(),
  }
}

async function postgresServer(durable: boolean): Promise<Databases> {
  const templates = await startTemplates({ durable })
  return {
    make: async (shape) => {
      const { url } = await createTestDatabase(templates.urls, 'postgres')
      await fillPostgres(url, blog(shape))
      return url
    },
    remove: templates.remove,
  }
}
