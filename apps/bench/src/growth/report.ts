import { shown, table } from '../table.ts'
import type { Growth } from './run.ts'

/** One row for each read, one group of columns for each engine. */
export function growthTable(results: Growth[], sizes: number[]): string {
  const engines = [...new Set(results.map(({ engine }) => engine))]
  const names = [...new Set(results.map(({ read }) => read))]
  const header = [
    'read',
    ...engines.flatMap((engine) => [...sizes.map((size) => `${engine} ${size} ms`), 'growth']),
    'target',
  ]
  const rows = names.map((name) => {
    const ofRead = results.filter(({ read }) => read === name)
    const cells = engines.flatMap((engine) => {
      const one = ofRead.find((result) => result.engine === engine)
      return [...(one?.milliseconds ?? []).map((value) => shown(value)), shown(one?.growth)]
    })
    return [name, ...cells, `≤ ${ofRead[0]?.target}`]
  })
  return table(header, rows)
}
