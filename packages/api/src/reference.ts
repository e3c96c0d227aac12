import { z } from 'zod'
import { reasons } from './errors.ts'
import { type Procedure, procedures } from './procedures.ts'
import { typeText } from './type-text.ts'
import * as allViews from './views.ts'

const views = Object.entries<unknown>(allViews)
  .flatMap(([name, view]) => (view instanceof z.ZodType ? [{ name, view }] : []))
  .sort((one, other) => (one.name < other.name ? -1 : 1))
const names = new Map<z.core.$ZodTypeDef, string>(views.map(({ name, view }) => [view.def, name]))

/** The reference of the API as Markdown: every procedure, what it takes and answers, and why it refuses. */
export function reference(): string {
  const nouns = [...new Set(procedures.map(({ path }) => nounOf(path)))]
  return `# API reference

Generated from the router by \`pnpm docs:api\`; a test fails when it is stale.

${[...nouns, 'Views', 'Errors'].map((noun) => `[${noun}](#${noun.toLowerCase()})`).join(' · ')}

Who may call a procedure: **anyone**; a **viewer**, who is signed in, or a service; **self**, the viewer the rows belong
to; a **service**; an **admin**. Services and admins may call everything, for any user.

\`Page<T>\` is \`{ items: T[], nextCursor: string | null }\`: give \`nextCursor\` as \`cursor\` for the next page.
\`string(300)\` is a string of at most 300 characters, \`1..100\` a number between these, \`= 20\` what is taken if
nothing is given. Ids are positive integers; times are ISO-8601 strings in UTC.

${nouns.map(section).join('\n')}
## Views

${views.map(({ name, view }) => `### ${name}\n\n\`\`\`ts\n${typeText(view, 'output', names)}\n\`\`\`\n`).join('\n')}
## Errors

\`error.data.code\` is the code, \`error.data.reason\` the reason, \`error.data.fields\` messages by the path of the input.
Any mutation can be refused with \`CHANGED_MEANWHILE\` when somebody else was faster: try again. \`RATE_LIMITED\` comes
from the server, before any procedure.

| reason | code |
|---|---|
${Object.entries(reasons)
  .map(([reason, code]) => `| \`${reason}\` | ${code} |`)
  .join('\n')}
`
}

const nounOf = (path: string) => path.slice(0, path.indexOf('.'))

function section(noun: string): string {
  const own = procedures.filter(({ path }) => nounOf(path) === noun)
  return `## ${noun}\n\n${own.map(entry).join('\n')}`
}

function entry({ path, kind, who, input, output, reasons }: Procedure): string {
  const refused = reasons.map((reason) => `\`${reason}\``).join(', ')
  const lines = [...(input ? [`input:  ${typeText(input, 'input', names)}`] : []), `output: ${outputText(output)}`]
  return `### ${path}

${kind}, for **${who}**

\`\`\`ts
${lines.join('\n')}
\`\`\`
${refused ? `\nRefuses with ${refused}\n` : ''}`
}

const outputText = (output: z.ZodType) => names.get(output.def) ?? typeText(output, 'output', names)

if (import.meta.main) process.stdout.write(reference())
