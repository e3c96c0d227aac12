import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { asStop, connect } from './connection.ts'
import type { Outcome, Summary } from './outcome.ts'
import { Problem } from './problem.ts'
import { Progress } from './progress.ts'
import { describeFindings, describeIntent, describeSummary } from './report.ts'
import type { Run } from './run.ts'

/** The inputs of the command other than its arguments. */
export interface Surroundings {
  key: string | undefined
  url: string
  /** The folder that paths are relative to. */
  folder: string
  out(text: string): void
  err(text: string): void
  /** Where the progress is shown. */
  terminal: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>
  /** Ends the run. */
  signal: AbortSignal
}

interface Flags {
  url: string
  dryRun: boolean
  prune: boolean
  json: boolean
  concurrency: number
}

type BlogFlags = Flags & { source?: string; author?: string; authors?: string; assets?: string; drafts: boolean }

const EXAMPLES = `
The key of a service comes from TRELLIS_KEY, and only from there.

Examples:
  $ TRELLIS_KEY=... npm run trellis-import -- blog ./website/blog
  $ TRELLIS_KEY=... npm run trellis-import -- blog ./content/posts --dry-run
  $ TRELLIS_KEY=... npm run trellis-import -- blog ./_posts --source my-blog --prune
  $ TRELLIS_KEY=... npm run trellis-import -- employees ./staff.csv --url https://trellis.example.com`

/** Runs the command. Returns its exit status: 0 if everything went well, else 1. */
export async function main(args: string[], surroundings: Surroundings): Promise<number> {
  const located = (path: string) => resolve(surroundings.folder, path)
  let status = 0
  const program = new Command('trellis-import')
    .description(
      'Imports a Markdown blog or an org chart into Trellis. Run it again at any time: nothing is there twice.',
    )
    .addHelpText('after', EXAMPLES)
    .configureOutput({ writeOut: surroundings.out, writeErr: surroundings.err })
    .exitOverride()

  // Each command loads its modules when it runs.
  addCommand(program, 'blog', surroundings)
    .description('a folder of Markdown as Jekyll, Hugo, Docusaurus or Astro keep it')
    .argument('<dir>', 'the folder of the posts')
    .option('--source <name>', 'the name of the blog, by which its posts are recognised (default: that of the folder)')
    .option('--author <name>', 'who wrote the posts that do not say it (default: the name of the blog)')
    .option('--authors <file>', 'the file that describes the authors (default: authors.yml in the folder or in _data)')
    .addOption(
      new Option('--assets <url>', 'the address of relative images (default: they become their text)').argParser(
        (text) => {
          if (/^https?:/.test(text) && URL.canParse(text)) return text.replace(/\/*$/, '/')
          throw new InvalidArgumentError('It is an address like https://example.com/blog/.')
        },
      ),
    )
    .option('--no-drafts', 'leave out drafts, and posts with a date to come; else they become drafts')
    .action(async (folder: string, { authors, ...flags }: BlogFlags) => {
      const { importBlog } = await import('./blog/blog-import.ts')
      const options = { ...flags, folder: located(folder), authors: authors && located(authors) }
      status = await run(flags, surroundings, (run) => importBlog(options, run))
    })

  addCommand(program, 'employees', surroundings)
    .description('CSV or JSON Lines with name, title and manager: by name, or by the id of an id column')
    .argument('<file>', '.csv, .tsv, .jsonl, .ndjson or .json')
    .action(async (file: string, flags: Flags) => {
      const { importEmployees } = await import('./employees/employees-import.ts')
      status = await run(flags, surroundings, (run) => importEmployees({ ...flags, file: located(file) }, run))
    })

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    // Commander has printed the message already.
    if (error instanceof CommanderError) return error.exitCode
    throw error
  }
  return status
}

/** Adds a command, with the options that all commands have. */
function addCommand(program: Command, name: string, { url }: Surroundings): Command {
  return program
    .command(name)
    .showHelpAfterError('See --help.')
    .option('--url <url>', 'the server; also TRELLIS_URL', url)
    .option('--dry-run', 'say what would happen, and change nothing', false)
    .option('--prune', 'remove what was imported earlier and has gone since', false)
    .option('--json', 'print a summary for machines', false)
    .addOption(
      new Option('--concurrency <n>', 'how many to work on at a time').default(80).argParser((text) => {
        const number = Number(text)
        if (Number.isInteger(number) && number >= 1 && number <= 1_000) return number
        throw new InvalidArgumentError('It is a number from 1 to 1000.')
      }),
    )
}

/** Runs an import and reports it. */
async function run(flags: Flags, surroundings: Surroundings, work: (run: Run) => Promise<Summary>): Promise<number> {
  const { key, out, err, terminal } = surroundings
  const progress = new Progress(terminal)
  const stop = new AbortController()
  const interrupt = () => stop.abort(new Problem('interrupted'))
  surroundings.signal.addEventListener('abort', interrupt, { once: true })
  if (surroundings.signal.aborted) interrupt()
  const tell = (outcome: Outcome) => {
    const intent = describeIntent(outcome)
    if (intent !== undefined) out(`${intent}\n`)
  }
  try {
    const client = await connect({ url: flags.url, key })
    const onOutcome = flags.dryRun && !flags.json ? tell : undefined
    const summary = await work({ client, progress, signal: stop.signal, onOutcome })
    for (const line of describeFindings(summary)) err(`${line}\n`)
    out(`${flags.json ? JSON.stringify(summary, undefined, 2) : describeSummary(summary)}\n`)
    return summary.failed > 0 ? 1 : 0
  } catch (error) {
    progress.stop()
    // Without this, the running calls would be retried for a while.
    stop.abort(error)
    const cause = asStop(error)
    if (!(cause instanceof Problem)) throw error
    err(`error: ${cause.message}\n`)
    if (progress.hasStarted) err('Run the same command again to go on: nothing is imported twice.\n')
    return 1
  }
}
