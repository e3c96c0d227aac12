const TAGS =
  'a abbr article aside b big blockquote br button caption center cite dd del details div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p picture pre s samp script section small span strike strong style sub summary sup svg path table tbody td tfoot th thead time tr tt u ul var video audio iframe object source embed noscript'
const TAG = new RegExp(String.raw`</?(?:${TAGS.replaceAll(' ', '|')})(?:\s[^<>]*)?/?>`, 'gi')

/** HTML within Markdown as Markdown: what it can express, without other tags. */
export function textOf(html: string): string {
  return html
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/<a\b[^>]*\bhref=["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>/gi, '[$2]($1)')
    .replaceAll(/<(b|strong)>([\s\S]*?)<\/\1>/gi, '**$2**')
    .replaceAll(/<(i|em)>([\s\S]*?)<\/\1>/gi, '*$2*')
    .replaceAll(/<(code|kbd|tt|samp)>([^<`\n]*)<\/\1>/gi, '`$2`')
    .replaceAll(
      /<h([1-6])\b[^>]*>([\s\S]*?)<\/h\1>/gi,
      (_, level, title) => `\n\n${'#'.repeat(Number(level))} ${title.trim()}\n\n`,
    )
    .replaceAll(/<li\b[^>]*>\s*/gi, '\n- ')
    .replaceAll(/<br\s*\/?>[ \t]*\n?/gi, '  \n')
    .replaceAll(/<hr\s*\/?>/gi, '\n\n---\n\n')
    .replaceAll(/<\/[A-Z][\w.]*\s*>|<>|<\/>/g, '')
    .replaceAll(TAG, '')
}

/** An HTML table as a Markdown table. The first row is its header. */
export function tableOf(html: string): string {
  const rows = [...html.matchAll(/<tr\b[^>]*>([\s\S]*?)(?=<\/?tr\b|<\/table|$)/gi)]
    .map(([, row = '']) =>
      [...row.matchAll(/<t[dh]\b[^>]*>([\s\S]*?)(?=<\/?t[dhr]\b|$)/gi)].map(([, cell = '']) => cellOf(cell)),
    )
    .filter((cells) => cells.length > 0)
  const width = Math.max(0, ...rows.map((cells) => cells.length))
  const lines = rows.map((cells) => `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`)
  const [header, ...others] = lines
  return header === undefined ? '' : [header, `|${' --- |'.repeat(width)}`, ...others].join('\n')
}

function cellOf(html: string): string {
  return textOf(html).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()
}
