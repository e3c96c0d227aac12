import type { Logger } from 'pino'
import type { Observer } from './observer.ts'

/** Logs each call and each statement that takes longer than a limit, in milliseconds. A statement is logged without values. */
export function slowLog(log: Logger, limit: number): Observer {
  return {
    call: async (call, run) => {
      const start = performance.now()
      const result = await run()
      const ms = performance.now() - start
      if (ms > limit) log.warn({ procedure: call.path, ms }, 'slow call')
      return result
    },
    statement: (text) => {
      const start = performance.now()
      return () => {
        const ms = performance.now() - start
        if (ms > limit) log.warn({ statement: text, ms }, 'slow statement')
      }
    },
  }
}
