import { Command, Option } from 'commander'
import { growthTable } from './growth/report.ts'
import { runGrowth } from './growth/run.ts'
import { loadTable, summary } from './load/report.ts'
import { peers } from './load/requests.ts'
import { runLoad } from './load/run.ts'
import { observedTable, runObserved } from './observed/run.ts'
import { restTable, runRest } from './rest/run.ts'
import { runTypes, typesTable } from './types/run.ts'

const count = (text: string) => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a positive number`)
  return number
}

const program = new Command('bench').description('How fast Trellis is, in ratios. See README.md.')

program
  .command('load')
  .description('CPU time of a request, against hand-written code and other servers')
  .addOption(new Option('--engine <name>').choices(['sqlite', 'postgres']).default('sqlite'))
  .option('--posts <count>', 'posts in the blog', count, 20_000)
  .option('--rounds <count>', 'rounds of each case', count, 7)
  .option('--slice <milliseconds>', 'load on each server in a round', count, 300)
  .option('--only <name>', 'only the cases whose name contains this')
  .option('--profile <folder>', 'write a CPU profile of each server')
  .option('--smoke', 'everything once, on little data: does it work?')
  .option('--json', 'print JSON')
  .action(async ({ smoke, json, ...options }) => {
    const rows = summary(await runLoad(smoke ? { ...options, posts: 600, rounds: 1, slice: 20 } : options))
    console.log(json ? JSON.stringify(rows, null, 2) : loadTable(rows))
  })

program
  .command('peers')
  .description('CPU time of every read on PostgreSQL, against Kysely, Prisma and PostGraphile')
  .option('--posts <count>', 'posts in the blog', count, 20_000)
  .option('--rounds <count>', 'rounds of each case', count, 7)
  .option('--slice <milliseconds>', 'load on each server in a round', count, 300)
  .option('--only <name>', 'only the cases whose name contains this')
  .option('--smoke', 'everything once, on little data: does it work?')
  .option('--json', 'print JSON')
  .action(async ({ smoke, json, ...given }) => {
    const compared = ['floor', 'trellis', ...peers] as const
    const options = smoke ? { ...given, posts: 600, rounds: 1, slice: 20 } : given
    const results = await runLoad({ ...options, engine: 'postgres', reads: true, contenders: compared })
    const rows = summary(results, compared)
    console.log(json ? JSON.stringify(rows, null, 2) : loadTable(rows, compared))
  })

program
  .command('growth')
  .description('latency of every read as the blog grows, on both engines')
  .option(
    '--sizes <counts>',
    'posts, smallest first',
    (text) => text.split(',').map(count),
    [10_000, 100_000, 1_000_000],
  )
  .addOption(new Option('--engines <names...>').choices(['sqlite', 'postgres']).default(['sqlite', 'postgres']))
  .option('--rounds <count>', 'rounds of each read', count, 5)
  .option('--slice <milliseconds>', 'calls at each size in a round', count, 50)
  .option('--only <name>', 'only the reads whose name contains this')
  .option('--smoke', 'everything once, on little data: does it work?')
  .option('--json', 'print JSON')
  .action(async ({ smoke, json, ...given }) => {
    const options = smoke ? { ...given, sizes: [400, 800], rounds: 1, slice: 1 } : given
    const results = await runGrowth(options)
    console.log(json ? JSON.stringify(results, null, 2) : growthTable(results, options.sizes))
  })

program
  .command('rest')
  .description('CPU time of REST, of etags and of idempotency keys, against the same call without them')
  .addOption(new Option('--engine <name>').choices(['sqlite', 'postgres']).default('sqlite'))
  .option('--posts <count>', 'posts in the blog', count, 20_000)
  .option('--rounds <count>', 'rounds of each pair', count, 7)
  .option('--slice <milliseconds>', 'load in a round', count, 300)
  .option('--only <name>', 'only the pairs whose name contains this')
  .option('--smoke', 'everything once, on little data: does it work?')
  .option('--json', 'print JSON')
  .action(async ({ smoke, json, ...options }) => {
    const results = await runRest(smoke ? { ...options, posts: 600, rounds: 1, slice: 20 } : options)
    console.log(json ? JSON.stringify(results, null, 2) : restTable(results))
  })

program
  .command('observed')
  .description('CPU time of a request with metrics and traces, against the same request without')
  .addOption(new Option('--engine <name>').choices(['sqlite', 'postgres']).default('sqlite'))
  .option('--posts <count>', 'posts in the blog', count, 20_000)
  .option('--rounds <count>', 'rounds of each case', count, 5)
  // Traces are limited by the second: a shorter round would have all those of a second.
  .option('--slice <milliseconds>', 'load on each server in a round', count, 1_000)
  .option('--only <name>', 'only the cases whose name contains this')
  .option('--smoke', 'everything once, on little data: does it work?')
  .option('--json', 'print JSON')
  .action(async ({ smoke, json, ...options }) => {
    const results = await runObserved(smoke ? { ...options, posts: 600, rounds: 1, slice: 20 } : options)
    console.log(json ? JSON.stringify(results, null, 2) : observedTable(results))
  })

program
  .command('types')
  .description('what type checking a client costs, as the router grows')
  .option('--sizes <counts>', 'procedures, in tens', (text) => text.split(',').map(count), [50, 500, 3_000])
  .option('--smoke', 'one small router: does it work?')
  .option('--json', 'print JSON')
  .action(async ({ smoke, json, sizes }) => {
    const results = await runTypes(smoke ? [10] : sizes, !smoke)
    console.log(json ? JSON.stringify(results, null, 2) : typesTable(results))
  })

await program.parseAsync()
