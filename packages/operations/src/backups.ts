import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { backupsIn } from '@trellis/host/backups'
import { type BackupFormat, dialectOf, type OnProgress } from '@trellis/store/operations'
import { exportRows, readExport } from './export-rows.ts'
import { importRows } from './import-rows.ts'
import type { AnyDatabase } from './tables.ts'

/** How to back up. */
export interface BackupOptions {
  /** The number of backups to keep in the folder. All by default. */
  keep?: number | undefined
  onProgress?: OnProgress | undefined
}

/**
 * Backs a database up into a folder while it is in use, and verifies the backup. The backup has the format of the engine, or is
 * an export if the program for that format is missing. It gets its name only once it is complete.
 */
export async function backup(
  database: AnyDatabase,
  url: string,
  folder: string,
  { keep, onProgress }: BackupOptions = {},
): Promise<{ file: string; bytes: number }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stem = `${database.name}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  const part = join(folder, `part-${process.pid}-${stem}`)
  try {
    const kind = await write(database, url, part, onProgress)
    const file = join(folder, `${stem}.${kind}`)
    renameSync(`${part}.${kind}`, file)
    if (keep !== undefined) for (const old of backupsIn(folder, database.name).slice(keep)) rmSync(old)
    return { file, bytes: statSync(file).size }
  } finally {
    for (const name of readdirSync(folder)) if (name.startsWith(basename(part))) rmSync(join(folder, name))
  }
}

async function write(
  database: AnyDatabase,
  url: string,
  part: string,
  onProgress: OnProgress | undefined,
): Promise<string> {
  const { backupFormat: format, writeBackup } = dialectOf(url)
  const written = format.isCompressed ? `${part}.${format.extension}` : part
  if (await writeBackup(url, written, onProgress)) {
    const extension = fileExtension(format)
    if (!format.isCompressed) await compress(written, `${part}.${extension}`)
    return extension
  }
  const rows = await exportRows(database, url, `${part}.jsonl.gz`, onProgress)
  if ((await readExport(database, `${part}.jsonl.gz`, async () => {})) !== rows)
    throw new Error('The backup is incomplete.')
  return 'jsonl.gz'
}

const fileExtension = ({ extension, isCompressed }: BackupFormat) => (isCompressed ? extension : `${extension}.gz`)

async function compress(file: string, into: string): Promise<void> {
  await pipeline(createReadStream(file), createGzip({ level: 1 }), createWriteStream(into, options))
  const [copied, packed] = [await digest(createReadStream(file)), await digest(unpacked(into))]
  if (copied !== packed) throw new Error('The compressed backup differs from the copy.')
}

/** A file that is synced to the disk before it is closed. */
const options = { flags: 'wx', mode: 0o600, flush: true }

const unpacked = (file: string) => createReadStream(file).pipe(createGunzip())

async function digest(stream: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of stream) hash.update(chunk)
  return hash.digest('hex')
}

/**
 * Restores a database from a backup. Existing data is replaced only with `force`. A backup that cannot be read changes nothing.
 */
export async function restore(
  database: AnyDatabase,
  url: string,
  file: string,
  { force }: { force: boolean },
): Promise<void> {
  if (!force && (await dialectOf(url).hasTables(url)))
    throw new Error('The database has tables already. Replace it with --force.')
  if (!file.endsWith('.jsonl.gz')) return restoreNative(url, file)
  await readExport(database, file, async () => {})
  await dialectOf(url).reset(url)
  await database.migrate(url)
  await importRows(database, url, file)
}

/** Restores a backup in the format of the engine. */
async function restoreNative(url: string, file: string): Promise<void> {
  const { backupFormat: format, beside, databaseFile, restoreBackup } = dialectOf(url)
  if (!file.endsWith(`.${fileExtension(format)}`))
    throw new Error('This is a backup of another engine. Restore it there, then use the commands export and import.')
  if (format.isCompressed) return restoreBackup(url, file)
  // In the folder of the database, so that it can be renamed.
  const copy = await beside(url, 'restoring')
  try {
    const path = databaseFile(copy.url) ?? file
    await pipeline(unpacked(file), createWriteStream(path, options))
    await restoreBackup(url, path)
  } finally {
    await copy.remove()
  }
}

/** Restores a backup beside the database. */
export async function restoreBeside(database: AnyDatabase, url: string, file: string) {
  const place = await dialectOf(url).beside(url, 'drill')
  try {
    await restore(database, place.url, file, { force: false })
    return place
  } catch (error) {
    await place.remove()
    throw error
  }
}
