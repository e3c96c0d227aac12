import { fold } from '@trellis/store/fold'

/**
 * The names in a value of front matter: a list, or a text that lists them with commas or, as Jekyll has it, with spaces.
 * Docusaurus writes a tag as `{ label, permalink }`, or as a key of `tags.yml`, which `labels` has.
 */
export function namesIn(value: unknown, labels: ReadonlyMap<string, string> = new Map()): string[] {
  const items = typeof value === 'string' ? value.split(value.includes(',') ? ',' : /\s+/) : toList(value)
  return unique(items.flatMap(nameOf).map((name) => labels.get(name) ?? name))
}

/** A value of front matter as a list: none, one or many. */
export function toList(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** The name that a value stands for: numbers are names too (`tags: [2021]`). */
function nameOf(value: unknown): string[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (typeof value === 'object' && value !== null && 'label' in value) return nameOf(value.label)
  if (typeof value !== 'string') return []
  const name = value.trim().normalize('NFC')
  return name === '' ? [] : [name]
}

/** Names without repetitions. The server ignores case; the first spelling stays. */
function unique(names: string[]): string[] {
  return [...new Map(names.toReversed().map((name) => [fold(name), name])).values()].toReversed()
}
