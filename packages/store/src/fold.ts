/**
 * The key under which a name is unique and sorted: equal for names that differ in case or in how Unicode composes
 * them (`ÉCOLE`, `école`, `e` + combining accent). It is computed here, not by the database, so that both engines agree.
 * Going through upper case makes `ß` and `ẞ` meet `SS`. Both small sigmas become one: which of them lower-casing writes
 * depends on what follows, and a part of a name must be found in it.
 */
export function fold(text: string): string {
  const cased = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase()
  return cased.replaceAll('ς', 'σ').normalize('NFC')
}
