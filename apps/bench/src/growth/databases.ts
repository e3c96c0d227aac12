import { join } from 'node:path'
import { type Dialect, migrate } from '@trellis/db'
import { createTestDatabase, startTemplates } from '@trellis/db/testing'
import { fillPostgres } from '../data/fill-postgres.ts'
import { fillSqlite } from '../data/fill-sqlite.ts'
import { blog } from '../data/rows.ts'
import type { Shape } from '../data/shape.ts'
import { temporaryFolder } from '../temporary-folder.ts'

/** Databases of one engine, which are deleted after use. */
export interface Databases {
  /** Creates a database with a blog of this shape. Returns its URL. */
  make(shape: Shape): Promise<string>
  remove(): Promise<void>
}

/** Prepares an engine: a folder for SQLite, a server for PostgreSQL. */
export async function openDatabases(dialect: Dialect): Promise<Databases> {
  return dialect === 'sqlite' ? sqliteFiles() : postgresServer()
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

async function postgresServer(): Promise<Databases> {
  const templates = await startTemplates()
  return {
    make: async (shape) => {
      const { url } = await createTestDatabase(templates.urls, 'postgres')
      await fillPostgres(url, blog(shape))
      return url
    },
    remove: templates.remove,
  }
}
