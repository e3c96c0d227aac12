/** Warnings about statements that lose data or hold locks for long, by a pattern of the statement. */
const RISKS: [RegExp, string][] = [
  [/\bdrop table\b(?!.*__new_)/is, 'removes a table and its rows'],
  [/\bdrop column\b/i, 'removes a column and what is in it; the old release cannot run beside the new one'],
  [/\balter column\b.*\btype\b/is, 'rewrites the table; nobody can read or write it meanwhile'],
  [/\balter column\b.*\bset not null\b/is, 'reads the whole table; nobody can write it meanwhile'],
  // SQLite's statement has no word COLUMN.
  [
    /\badd (column )?["`](?!.*\bdefault\b(?!["`])).*\bnot null\b/is,
    'adds a required column without a default; fails if the table has rows, and the old release cannot insert any',
  ],
  [/\bcreate (unique )?index\b(?!.*\bconcurrently\b)/is, 'builds an index; nobody can write the table meanwhile'],
  [/\brename (column|to)\b/i, 'renames; the old release cannot run beside the new one'],
  [/__new_/, 'copies a table into a new one; on a large table this takes long'],
]

/** The warnings for the statements of a migration, each once. */
export function warningsOf(statements: readonly string[]): string[] {
  const found = statements.flatMap((statement) => {
    const [subject = ''] = /["`](?:__new_)?(\w+)["`]/.exec(statement)?.slice(1) ?? []
    return RISKS.filter(([pattern]) => pattern.test(statement)).map(([, risk]) => `${subject}: ${risk}`)
  })
  return [...new Set(found)]
}
