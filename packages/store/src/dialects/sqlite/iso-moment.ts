const DAY = 86_400_000
/** Days kept at most: those of 27 years. */
const MAX_DAYS = 10_000

const numbers = (count: number, digits: number) =>
  Array.from({ length: count }, (_, number) => String(number).padStart(digits, '0'))
const pairs = numbers(60, 2)
const thousandths = numbers(1_000, 3)

/** Everything up to and with the T, by the number of the day. */
const dates = new Map<number, string>()

/**
 * A moment in milliseconds as an ISO-8601 UTC string: what `new Date(moment).toISOString()` gives, several times faster
 * for moments of days that were asked for before. A page of 20 rows with two times has 40 of them.
 */
export function isoMoment(moment: number): string {
  const day = Math.floor(moment / DAY)
  const time = moment - day * DAY
  const seconds = Math.floor(time / 1_000)
  const minutes = Math.floor(seconds / 60)
  const date = dates.get(day) ?? dateOf(day)
  return `${date}${pairs[Math.floor(minutes / 60)]}:${pairs[minutes % 60]}:${pairs[seconds % 60]}.${thousandths[time - seconds * 1_000]}Z`
}

/** Throws for what is no day. */
function dateOf(day: number): string {
  const date = new Date(day * DAY).toISOString().slice(0, -13)
  if (dates.size >= MAX_DAYS) dates.clear()
  dates.set(day, date)
  return date
}
