import type { Journal } from '@trellis/store'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Env } from './env.ts'

const HOUR = 3_600_000
/** The time between two trimmings, in milliseconds. */
const PERIOD = 60_000

/** Deletes changes of the journal that are older than `JOURNAL_HOURS`, and all but the newest `JOURNAL_ROWS`, until the host closes. */
export function trimRegularly(
  app: FastifyInstance,
  journal: Journal | undefined,
  { JOURNAL_HOURS, JOURNAL_ROWS }: Pick<Env, 'JOURNAL_HOURS' | 'JOURNAL_ROWS'>,
  log: Pick<Logger, 'error'>,
  period = PERIOD,
): void {
  if (!journal) return
  let trimming: Promise<void> | undefined
  const timer = setInterval(() => {
    // A trimming may take longer than the period. No second one starts meanwhile.
    trimming ??= journal
      .trim({ age: JOURNAL_HOURS * HOUR, rows: JOURNAL_ROWS })
      .catch((error) => log.error(error, 'the journal was not trimmed'))
      .finally(() => {
        trimming = undefined
      })
  }, period)
  timer.unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await trimming
  })
}
