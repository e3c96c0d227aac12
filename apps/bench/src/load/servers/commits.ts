import type Client from 'better-sqlite3'

/**
 * Counts the COMMITs of this process. With `synchronous = FULL`, each is an fsync of the log. It counts only
 * COMMIT statements, which is what Trellis uses.
 */
export function countCommits({ prototype }: typeof Client): () => number {
  let commits = 0
  const { exec, prepare } = prototype
  prototype.exec = function (this: Client.Database, statement: string) {
    if (statement === 'COMMIT') commits++
    return exec.call(this, statement)
  }
  Object.defineProperty(prototype, 'prepare', {
    value(this: Client.Database, source: string) {
      const statement = prepare.call(this, source)
      // A transaction that only reads does not sync.
      if (source !== 'COMMIT' || this.pragma('query_only', { simple: true })) return statement
      const { run } = statement
      Object.defineProperty(statement, 'run', {
        value: () => {
          commits++
          return Reflect.apply(run, statement, [])
        },
      })
      return statement
    },
  })
  return () => commits
}
