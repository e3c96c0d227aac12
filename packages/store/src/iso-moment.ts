const DAY = 86_400_000
/** The maximum number of cached days: 27 years. */
const MAX_DAYS = 10_000

const numbers = (count: number, digits: number) =>
  Array.from({ length: count }, (_, number) => String(number).padStart(digits, '0'))
const pairs = numbers(60, 2)
const thousandths = numbers(1_000, 3)

/** The text up to the T, by the number of the day. */
const dates = new Map<number, string>()

/**
 * A time in milliseconds as an ISO-8601 UTC string. Returns the same as `new Date(moment).toISOString()`, several times
 * faster for cached days. A page of 20 rows with two times each needs 40 calls.
 */
export function isoMoment(moment: number): string {
  const day = Math.floor(moment / DAY)
  const time = moment - day * DAY
  const seconds = Math.floor(time / 1_000)
  const minutes = Math.floor(seconds / 60)
  const date = dates.get(day) ?? dateOf(day)
  return `${date}${pairs[Math.floor(minutes / 60)]}:${pairs[minutes % 60]}:${pairs[seconds % 60]}.${thousandths[time - seconds * 1_000]}Z`
}

/** Throws for an invalid day. */
function dateOf(day: number): string {
  const date = new Date(day * DAY).toISOString().slice(0, -13)
  if (dates.size >= MAX_DAYS) dates.clear()
  dates.set(day, date)
  return date
}
