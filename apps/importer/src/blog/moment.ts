const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const DAY = String.raw`(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})`
const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`
const ZONE = String.raw`(?<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})`
const MONTH = String.raw`(?<month>[a-z]{3})[a-z]*\.?`
const ORDINAL = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`
const REST = String.raw`(?:,?[T\s]\s*${TIME}(?:\s*${ZONE})?)?$`

const shapes = [
  new RegExp(`^${DAY}${REST}`, 'i'), // 2021-08-26, 2021-08-26 10:30:00 -0500, 2021-08-26T10:30:00Z
  new RegExp(String.raw`^(?:[a-z]{3,9},?\s+)?${MONTH}\s+${ORDINAL},?\s+(?<year>\d{4})${REST}`, 'i'), // Jul 08 2022
  new RegExp(String.raw`^(?:[a-z]{3,9},?\s+)?${ORDINAL}\s+${MONTH},?\s+(?<year>\d{4})${REST}`, 'i'), // 8 July 2022
]

/**
 * The moment that a date of front matter means, as ISO-8601 in UTC, or nothing if it is not a date. Without a zone it
 * is UTC: the same file means the same moment on every machine.
 */
export function parseMoment(text: string): string | undefined {
  const parts = shapes.map((shape) => shape.exec(text.trim())?.groups).find(Boolean)
  if (!parts) return undefined
  const month = MONTHS.indexOf(parts.month?.slice(0, 3).toLowerCase() ?? '') + 1 || Number(parts.month)
  const day = [parts.year, pad(month), pad(parts.day)].join('-')
  const time = `${pad(parts.hour)}:${pad(parts.minute)}:${pad(parts.second)}.${(parts.fraction ?? '').padEnd(3, '0').slice(0, 3)}`
  const utc = new Date(`${day}T${time}Z`)
  // February 30 would go on as March 2.
  if (Number.isNaN(utc.getTime()) || !utc.toISOString().startsWith(day)) return undefined
  return new Date(utc.getTime() - offset(parts.zone)).toISOString()
}

function offset(zone = 'Z'): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (!parts) return 0
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * 60_000
}

function pad(part: string | number = 0): string {
  return String(part).padStart(2, '0')
}
