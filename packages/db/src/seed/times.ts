import type { Demo } from '../demo.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The time a number of hours after another. */
export const hoursAfter = (moment: Date, hours: number) => new Date(moment.getTime() + hours * HOUR)

/** The time a number of days before another. */
export const daysBefore = (moment: Date, days: number) => new Date(moment.getTime() - days * DAY)

/** The time at a fraction of the interval between two times. */
export const between = (from: Date, to: Date, fraction: number) =>
  new Date(from.getTime() + (to.getTime() - from.getTime()) * fraction)

/** When the first post was published. */
export const beginning = (posts: Demo['posts'], now: Date) =>
  daysBefore(now, Math.max(...posts.map((post) => post.daysAgo)))
