#!/usr/bin/env node
import { resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { importBlog } from './blog/blog-import.ts'
import { asStop, connect } from './connection.ts'
import { importEmployees } from './employees/employees-import.ts'
import { environment } from './environment.ts'
import type { Summary } from './outcome.ts'
import { Problem } from './problem.ts'
import { Progress } from './progress.ts'
import { describeFindings, describeIntent, describeSummary } from './report.ts'
import type { Run } from './run.ts'

interface Shared {
  url: string
  dryRun: boolean
  prune: boolean
  json: boolean
  concurrency: number
}

type BlogFlags = Shared & { source?: string; author?: string; authors?: string; drafts: boolean }

const program = new Command('trellis-import')
  .description(
    'Imports a Markdown blog or an org chart into Trellis. Run it again at any time: nothing is there twice.',
  )
  .showHelpAfterError('See --help.')
  .addHelpText(
    'after',
    `
The key of a service comes from TRELLIS_KEY, and only from there.

Examples:
  $ TRELLIS_KEY=... pnpm run import blog ./website/blog
  $ TRELLIS_KEY=... pnpm run import blog ./content/posts --dry-run
  $ TRELLIS_KEY=... pnpm run import blog ./_posts --source my-blog --prune
  $ TRELLIS_KEY=... pnpm run import employees ./staff.csv --url https://trellis.example.com`,
  )

shared(program.command('blog'))
  .description('a folder of Markdown as Jekyll, Hugo, Docusaurus or Astro keep it')
  .argument('<dir>', 'the folder of the posts')
  .option('--source <name>', 'the name of the blog, by which its posts are known again (default: that of the folder)')
  .option('--author <name>', 'who wrote the posts that do not say it (default: the name of the blog)')
  .option('--authors <file>', 'the file that describes the authors (default: authors.yml in the folder or in _data)')
  .option('--drafts', 'import drafts, and posts with a date to come, too', false)
  .action((folder: string, flags: BlogFlags) =>
    run(flags, (run) =>
      importBlog({ ...flags, folder: located(folder), authors: flags.authors && located(flags.authors) }, run),
    ),
  )

shared(program.command('employees'))
  .description('CSV or JSON Lines with name, title and manager: by name, or by the id of an id column')
  .argument('<file>', '.csv, .tsv, .jsonl, .ndjson or .json')
  .action((file: string, flags: Shared) => run(flags, (run) => importEmployees({ ...flags, file: located(file) }, run)))

await program.parseAsync()

/** The options that every kind of import has. */
function shared(command: Command): Command {
  return command
    .addOption(new Option('--url <url>', 'the server').env('TRELLIS_URL').default('http://127.0.0.1:3000'))
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

/** Runs an import and reports it. Exits with 1 if anything failed. */
async function run(flags: Shared, work: (run: Run) => Promise<Summary>): Promise<void> {
  const progress = new Progress()
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new Problem('interrupted')))
  try {
    const client = await connect({ url: flags.url, key: environment.key })
    const print = (line: string | undefined) => line && console.log(line)
    const onOutcome =
      flags.dryRun && !flags.json
        ? (outcome: Parameters<typeof describeIntent>[0]) => print(describeIntent(outcome))
        : undefined
    const summary = await work({ client, progress, signal: stop.signal, onOutcome })
    for (const line of describeFindings(summary)) console.error(line)
    console.log(flags.json ? JSON.stringify(summary, undefined, 2) : describeSummary(summary))
    if (summary.failed > 0) process.exitCode = 1
  } catch (error) {
    progress.stop()
    // Calls under way would keep trying for a while.
    stop.abort(error)
    const cause = asStop(error)
    if (!(cause instanceof Problem)) throw error
    console.error(`error: ${cause.message}`)
    if (progress.hasStarted) console.error('Run the same command again to go on: nothing is imported twice.')
    process.exitCode = 1
  }
}

/** A path as the user meant it: a package manager runs this in the folder of the repository, not in theirs. */
function located(path: string): string {
  return resolve(environment.folder, path)
}
