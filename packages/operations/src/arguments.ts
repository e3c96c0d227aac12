import { InvalidArgumentError } from 'commander'

const DAY = 24 * 60 * 60_000

/** A positive whole number. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a positive whole number.')
  return Number(text)
}

/** The origin of a site: without a path. */
export function origin(text: string): string {
  if (/^https?:\/\/[^/?#]+\/?$/.test(text) && URL.canParse(text)) return new URL(text).origin
  throw new InvalidArgumentError('It must be an origin, such as https://www.example.com.')
}

/** A date, or a number of days before now. */
export const past = (text: string): Date => momentOf(text, -DAY)

/** A date after today, or a number of days from now. */
export function future(text: string): Date {
  const moment = momentOf(text, DAY)
  if (moment.getTime() <= Date.now()) throw new InvalidArgumentError('It is over already.')
  return moment
}

function momentOf(text: string, day: number): Date {
  const days = /^(\d{1,5})d$/.exec(text)?.[1]
  const moment = days ? new Date(Date.now() + Number(days) * day) : new Date(text)
  if (Number.isNaN(moment.getTime()))
    throw new InvalidArgumentError('It must be a date, or a number of days such as 7d.')
  return moment
}
