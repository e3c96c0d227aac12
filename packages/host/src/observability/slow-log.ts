import type { Logger } from 'pino'
import type { Observer } from './observer.ts'

/** Logs each call and each statement that takes longer than a limit, in milliseconds. A statement is logged without values. */
export function slowLog(log: Logger, limit: number): Observer {
  return {
    called: (procedure, _result, ms) => {
      if (ms > limit) log.warn({ procedure, ms }, 'slow call')
    },
    executed: (statement, ms) => {
      if (ms > limit) log.warn({ statement, ms }, 'slow statement')
    },
  }
}
