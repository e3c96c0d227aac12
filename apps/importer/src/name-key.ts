/** The key under which the server holds a name: equal for names that differ in case or in how they are composed. */
export function nameKey(name: string): string {
  const cased = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase()
  return cased.replaceAll('ς', 'σ').normalize('NFC')
}
