/**
 * The key under which a name is unique and sorted: equal for names that differ in case or in how Unicode composes them
 * (`ÉCOLE`, `école`, `e` + combining accent). It is computed here, not by the database, so that both engines agree. The
 * conversion to upper case first makes `ß` and `ẞ` equal to `SS`. Both small sigmas become one: lower-casing chooses
 * between them by the next character, and a search must find a part of a name.
 */
export function fold(text: string): string {
  const cased = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase()
  return cased.replaceAll('ς', 'σ').normalize('NFC')
}

/** Compares keys as both engines do: by code points. JavaScript's `<` puts those beyond U+FFFF before U+E000. */
export function compareKeys(a: string, b: string): number {
  let at = 0
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1)
}
