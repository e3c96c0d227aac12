/** The imports of one engine by another, and the places outside of `src/dialects/` that name an engine in their code. */
export function namedEngines(file: string, text: string): string[] {
  const [, folder] = /\/src\/dialects\/(sqlite|postgres)\//.exec(file) ?? []
  const imported = [...text.matchAll(/(?:from |import\()'([^']+)'/g)].flatMap(([, specifier]) => specifier ?? [])
  if (folder) {
    const other = folder === 'sqlite' ? 'postgres' : 'sqlite'
    return imported
      .filter((specifier) => specifier.startsWith(`../${other}/`) || specifier.startsWith(`../../${other}/`))
      .map((specifier) => `${file}: ${folder} may not import ${specifier}`)
  }
  if (file.includes('/src/dialects/')) return []
  return withoutComments(text)
    .split('\n')
    .flatMap((line, index) => (/sqlite|postgres/i.test(line) ? [`${file}:${index + 1}: an engine is named`] : []))
}

/**
 * The queries that end with a method of SQLite's query builders. The types have these methods, because Drizzle's have them, but
 * PostgreSQL's query builders do not: a query is awaited.
 */
export function queriesOfOneEngine(file: string, text: string): string[] {
  if (file.includes('/src/dialects/')) return []
  return withoutComments(text)
    .split('\n')
    .flatMap((line, index) => {
      const [call] = /\.(all|get|run)\(\)/.exec(line) ?? []
      return call ? [`${file}:${index + 1}: PostgreSQL has no ${call}: await the query`] : []
    })
}

/** The code alone: comments may say how an engine behaves. The lines keep their numbers. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^\s*\/\/.*$/gm, '')
}
