/**
 * The key under which a name is unique and sorted: equal for names that differ in case or in how Unicode composes
 * them (`ÉCOLE`, `école`, `e` + combining accent). It is computed here, not by the database, so that both engines agree.
 * Upper-casing first makes `ß` meet `SS` and the two small sigmas meet each other.
 */
export function fold(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC')
}
