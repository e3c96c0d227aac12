import { useHydrated } from '@tanstack/react-router'
import { useContext } from 'react'
import { RenderedAt } from './rendered-at.ts'

const options = { day: 'numeric', month: 'long', year: 'numeric' } as const
const day = new Intl.DateTimeFormat('en', options)
const calendarDay = new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' })
const minute = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

const units = [
  ['minute', 60_000, 60 * 60_000],
  ['hour', 60 * 60_000, 24 * 60 * 60_000],
  ['day', 24 * 60 * 60_000, 14 * 24 * 60 * 60_000],
] as const

/** When something was written: how long ago if that is recent, else the date; and whether it was edited since. */
export function Moment({ at, changed = at }: { at: string; changed?: string }) {
  const text = useTextOf(at)
  return (
    <>
      <Time at={at}>{text}</Time>
      {changed > at && (
        <>
          {' · '}
          <Time at={changed}>edited</Time>
        </>
      )}
    </>
  )
}

function Time({ at, children }: { at: string; children: string }) {
  const hydrated = useHydrated()
  return (
    <time dateTime={at} title={isDay(at) || !hydrated ? calendarDay.format(new Date(at)) : minute.format(new Date(at))}>
      {children}
    </time>
  )
}

/** Whether a date was given without a time, as imported posts have it: the same day for readers everywhere. */
const isDay = (at: string) => at.endsWith('T00:00:00.000Z')

/** The server does not know the zone of the reader: a page that it rendered has the day in UTC until the script has taken over. */
function useTextOf(at: string): string {
  const hydrated = useHydrated()
  const renderedAt = useContext(RenderedAt)
  const now = hydrated || renderedAt === undefined ? Date.now() : renderedAt
  if (isDay(at)) return calendarDay.format(new Date(at))
  const age = now - Date.parse(at)
  if (age < 60_000) return 'just now'
  const unit = units.find(([, , until]) => age < until)
  if (unit) return relative.format(-Math.floor(age / unit[1]), unit[0])
  return (hydrated ? day : calendarDay).format(new Date(at))
}
