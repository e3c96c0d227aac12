const DAY = 86_400_000
const pairs = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

let lastDay = Number.NaN
let lastDate = ''

/**
 * A moment in milliseconds as an ISO-8601 UTC string: what `new Date(moment).toISOString()` gives, several times faster
 * for moments of the same day, as the rows of a page mostly are. A page of posts has 40 of them.
 */
export function isoMoment(moment: number): string {
  const day = Math.floor(moment / DAY)
  if (day !== lastDay) {
    // Everything up to and with the T. Throws for what is no moment.
    lastDate = new Date(day * DAY).toISOString().slice(0, -13)
    lastDay = day
  }
  const time = moment - day * DAY
  const seconds = Math.floor(time / 1_000)
  const minutes = Math.floor(seconds / 60)
  const thousandths = String(time - seconds * 1_000).padStart(3, '0')
  return `${lastDate}${pairs[Math.floor(minutes / 60)]}:${pairs[minutes % 60]}:${pairs[seconds % 60]}.${thousandths}Z`
}
