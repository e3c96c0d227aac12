import { eventOf } from './live/events-output.ts'
import { namedSchemas } from './openapi/schemas.ts'
import type { Procedure } from './procedures.ts'
import type { Reasons } from './reasons.ts'
import { type Names, typeText } from './type-text.ts'

export { type Procedure, procedures } from './procedures.ts'

/** The input of the reference. */
export interface ReferenceSource {
  procedures: Procedure[]
  /** The schemas of outputs, by name. Other values are ignored. */
  views: object
  reasons: Reasons
  /** The command that generates the reference. */
  command: string
}

/** The reference of an API as Markdown: every procedure, its input and output, and the reasons of its errors. */
export function reference({ procedures, views: named, reasons, command }: ReferenceSource): string {
  const views = namedSchemas(named)
  const names: Names = new Map(views.map(([name, view]) => [view.def, name]))
  const nouns = [...new Set(procedures.map(({ path }) => nounOf(path)))]
  const section = (noun: string) => {
    const own = procedures.filter(({ path }) => nounOf(path) === noun)
    return `## ${noun}\n\n${own.map((procedure) => entry(procedure, names)).join('\n')}`
  }
  return `# API reference

Generated from the router by \`${command}\`; a test fails when it is stale.

${[...nouns, 'Views', 'Errors'].map((noun) => `[${noun}](#${noun.toLowerCase()})`).join(' · ')}

Who may call a procedure: **anyone**; a **viewer**, who is signed in, or a service; **self**, the viewer the rows belong
to; **services and admins**, who may call everything, for any user.

\`Page<T>\` is \`{ items: T[], nextCursor: string | null }\`: give \`nextCursor\` as \`cursor\` for the next page.
\`string(300)\` is a string of at most 300 characters, \`1..100\` a number in this range, \`= 20\` a default. Ids are
positive integers. Times are ISO-8601 strings in UTC.

A subscription sends \`events\`, each with its position as \`id\`: with the last one as \`lastEventId\` it goes on after it, on any
server. After \`reset\`, read the rows again. A row has no field that depends on the caller: merge it into what you have.

${nouns.map(section).join('\n')}
## Views

${views.map(([name, view]) => `### ${name}\n\n\`\`\`ts\n${typeText(view, 'output', names)}\n\`\`\`\n`).join('\n')}
## Errors

\`error.data.code\` is the code, \`error.data.reason\` the reason, \`error.data.fields\` messages by the path of the input.
Any mutation can fail with \`CHANGED_MEANWHILE\` because of a concurrent change: try again. \`RATE_LIMITED\` comes from
the server, before any procedure runs. \`KEY_LIMITED\` is for services whose key is limited to other procedures.

| reason | code |
|---|---|
${Object.entries(reasons)
  .map(([reason, { code }]) => `| \`${reason}\` | ${code} |`)
  .join('\n')}
`
}

const nounOf = (path: string) => path.slice(0, path.indexOf('.'))

function entry({ path, kind, access, input, output, reasons }: Procedure, names: Names): string {
  const refused = reasons.map((reason) => `\`${reason}\``).join(', ')
  const sent = eventOf(output)
  const outputText = names.get((sent ?? output).def) ?? typeText(sent ?? output, 'output', names)
  const lines = [
    ...(input ? [`input:  ${typeText(input, 'input', names)}`] : []),
    `${sent ? 'events' : 'output'}: ${outputText}`,
  ]
  return `### ${path}

${kind}, for **${access === 'admin' ? 'services and admins' : access}**

\`\`\`ts
${lines.join('\n')}
\`\`\`
${refused ? `\nRefuses with ${refused}\n` : ''}`
}
