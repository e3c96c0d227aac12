import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Env } from './env.ts'

const HOUR = 3_600_000
const BACKUP = /\.(db\.gz|dump|jsonl\.gz)$/

/** The backups of a domain in a folder, newest first: their names have the time. @throws if there is no such folder. */
export function backupsIn(folder: string, domain: string): string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith(`${domain}-`) && BACKUP.test(name))
  return names
    .toSorted()
    .toReversed()
    .map((name) => join(folder, name))
}

/** Runs the command `backup` of the operators every `BACKUP_HOURS` until the host closes: in its own process, because verifying a copy takes long. */
export function backUpRegularly(app: FastifyInstance, command: URL, env: Env, log: Logger): void {
  const { DATABASE_URL, BACKUP_DIR, BACKUP_HOURS, BACKUP_KEEP } = env
  if (!BACKUP_DIR || !BACKUP_HOURS) return
  const variables = { ...process.env, DATABASE_URL, BACKUP_DIR }
  let running = false
  const timer = setInterval(() => {
    // A backup may take longer than the interval. No second one starts meanwhile.
    if (running) return
    running = true
    const args = [fileURLToPath(command), 'backup', '--keep', String(BACKUP_KEEP)]
    execFile(process.execPath, args, { env: variables }, (error, out, message) => {
      running = false
      if (error) log.error({ message: message.trim() }, 'backup failed')
      else log.info({ backup: out.trim() }, 'backup')
    })
  }, BACKUP_HOURS * HOUR)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
