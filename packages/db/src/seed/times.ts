import { demoPosts } from '../demo/index.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The moment so many hours after another. */
export const hoursAfter = (moment: Date, hours: number) => new Date(moment.getTime() + hours * HOUR)

/** The moment so many days before another. */
export const daysBefore = (moment: Date, days: number) => new Date(moment.getTime() - days * DAY)

/** The moment at a fraction of the way from one to another. */
export const between = (from: Date, to: Date, fraction: number) =>
  new Date(from.getTime() + (to.getTime() - from.getTime()) * fraction)

/** When the first post was published. */
export const beginning = (now: Date) => daysBefore(now, Math.max(...demoPosts.map((post) => post.daysAgo)))
