/** The id that a part of an address names, or `null` if it cannot be one. */
export function idOf(text: string): number | null {
  const id = Number(text)
  return Number.isSafeInteger(id) && id > 0 ? id : null
}
