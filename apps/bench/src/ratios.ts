import { shown, table } from './table.ts'

/** CPU time of a request in microseconds, without and with something, and the median of the ratios of the rounds. */
export interface RatioResult {
  name: string
  base: number | null
  measured: number | null
  ratio: number | null
  /** The most that the ratio may be. */
  target: number
}

/** The results as a table. */
export function ratioTable(columns: [name: string, base: string, measured: string], results: RatioResult[]): string {
  return table(
    [...columns, 'ratio', 'at most'],
    results.map((one) => [one.name, shown(one.base), shown(one.measured), shown(one.ratio), String(one.target)]),
  )
}
