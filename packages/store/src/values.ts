import { z } from 'zod'

/** The largest number of digits of a decimal: that many are exact in a number of JavaScript, which SQLite gets. */
const MAX_PRECISION = 15

/** A calendar day of the years 1 to 9999, as `2026-03-01`. It has no time zone. */
export const day = z.iso
  .date('Enter a day, such as 2026-03-01')
  .refine((value) => !value.startsWith('0000'), 'Must be between the years 1 and 9999')

/**
 * An exact number as text: at most `precision` digits, `scale` of them after the point.
 *
 * @example decimal(10, 2).parse('19.90')
 */
export function decimal(precision: number, scale: number): z.ZodString {
  if (!(Number.isInteger(precision) && precision >= 1 && precision <= MAX_PRECISION))
    throw new Error(`decimal(${precision}, ${scale}): the precision must be between 1 and ${MAX_PRECISION}`)
  if (!(Number.isInteger(scale) && scale >= 0 && scale <= precision))
    throw new Error(`decimal(${precision}, ${scale}): the scale must be between 0 and the precision`)
  const whole = precision - scale
  const digits = whole === 0 ? '0+' : `0*\\d{1,${whole}}`
  const fraction = scale === 0 ? '' : `(\\.\\d{1,${scale}})?`
  const example = scale === 0 ? '12' : `12.${'5'.padEnd(scale, '0')}`
  return z
    .string()
    .max(2 + MAX_PRECISION + precision, 'This number is too long')
    .regex(
      new RegExp(`^-?${digits}${fraction}$`),
      `Enter a number with at most ${whole} digits before the point and ${scale} after it, such as ${example}`,
    )
}

/** A UUID of any version, in lower case, in which order both engines sort it. */
export const uuid = z.guid('Enter a UUID').toLowerCase()
