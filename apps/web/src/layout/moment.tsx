const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' })
const minute = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

const units = [
  ['minute', 60_000, 60 * 60_000],
  ['hour', 60 * 60_000, 24 * 60 * 60_000],
  ['day', 24 * 60 * 60_000, 14 * 24 * 60 * 60_000],
] as const

/** When something was written: how long ago if that is recent, else the date; and whether it was edited since. */
export function Moment({ at, changed = at }: { at: string; changed?: string }) {
  const age = Date.now() - Date.parse(at)
  const unit = units.find(([, , until]) => age < until)
  const text = unit ? relative.format(-Math.max(0, Math.floor(age / unit[1])), unit[0]) : day.format(new Date(at))
  return (
    <>
      <time dateTime={at} title={minute.format(new Date(at))}>
        {age < 60_000 ? 'just now' : text}
      </time>
      {changed > at && (
        <>
          {' · '}
          <time dateTime={changed} title={minute.format(new Date(changed))}>
            edited
          </time>
        </>
      )}
    </>
  )
}
