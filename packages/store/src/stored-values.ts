/** A decimal in the unit of its last digit: 1990 for `19.90`. */
export function digitsOf(text: string, scale: number): number {
  const [whole = '', fraction = ''] = text.split('.')
  // Without the sign of a zero.
  return Number(whole + fraction.padEnd(scale, '0')) || 0
}

/** The decimal of such a number. @throws if it is a sum that a number of JavaScript does not have exactly. */
export function decimalOf(digits: number, scale: number): string {
  if (!Number.isSafeInteger(digits)) throw new RangeError(`${digits} has too many digits for an exact decimal`)
  const text = String(Math.abs(digits)).padStart(scale + 1, '0')
  const end = text.length - scale
  return `${digits < 0 ? '-' : ''}${text.slice(0, end)}${scale > 0 ? `.${text.slice(end)}` : ''}`
}

/** The text of a JSON value that both engines can store: `jsonb` has neither NUL nor unpaired surrogates. */
export function jsonText(value: unknown): string {
  const storable = (text: string) => !text.includes('\0') && text.isWellFormed()
  return JSON.stringify(value, (key, part: unknown) => {
    if (storable(key) && (typeof part !== 'string' || storable(part))) return part
    throw new Error('A text of this value has characters that cannot be stored')
  })
}
