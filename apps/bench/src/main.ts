import { Command, Option } from 'commander'
import { growthTable } from './growth/report.ts'
import { runGrowth } from './growth/run.ts'
import { liveTable, runLive } from './live/run.ts'
import { loadTable, summary } from './load/report.ts'
import { peers } from './load/requests.ts'
import { runLoad } from './load/run.ts'
import { runObserved } from './observed/run.ts'
import { ratioTable } from './ratios.ts'
import { runRest } from './rest/run.ts'
import { runTypes, typesTable } from './types/run.ts'

const count = (text: string) => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a positive number`)
  return number
}
const counts = (text: string) => text.split(',').map(count)

const program = new Command('bench').description('How fast Trellis is, in ratios. See README.md.')

/** A command, with the options that all commands have. */
const add = (name: string, description: string) =>
  program
    .command(name)
    .description(description)
    .option('--smoke', 'everything once, on little data: does it work?')
    .option('--json', 'print JSON')

/** A command that measures in rounds. */
const addRounds = (name: string, description: string, { rounds, slice }: { rounds: number; slice: number }) =>
  add(name, description)
    .option('--rounds <count>', 'rounds of each case', count, rounds)
    .option('--slice <milliseconds>', 'how long each is measured in a round', count, slice)
    .option('--only <name>', 'only the cases whose name contains this')

/** A command that puts servers on one blog under load. */
const addLoad = (name: string, description: string, defaults = { rounds: 7, slice: 300 }) =>
  addRounds(name, description, defaults).option('--posts <count>', 'posts in the blog', count, 20_000)

const engine = () => new Option('--engine <name>').choices(['sqlite', 'postgres']).default('sqlite')
const LITTLE = { posts: 600, rounds: 1, slice: 20 }

const print = (json: boolean | undefined, results: unknown, table: string) =>
  console.log(json ? JSON.stringify(results, null, 2) : table)

addLoad('load', 'CPU time of a request, against hand-written code and other servers')
  .addOption(engine())
  .option('--profile <folder>', 'write a CPU profile of each server')
  .action(async ({ smoke, json, ...options }) => {
    const rows = summary(await runLoad(smoke ? { ...options, ...LITTLE } : options))
    print(json, rows, loadTable(rows))
  })

addLoad('peers', 'CPU time of every read on PostgreSQL, against Kysely, Prisma and PostGraphile').action(
  async ({ smoke, json, ...given }) => {
    const compared = ['floor', 'trellis', ...peers] as const
    const options = smoke ? { ...given, ...LITTLE } : given
    const results = await runLoad({ ...options, engine: 'postgres', reads: true, contenders: compared })
    const rows = summary(results, compared)
    print(json, rows, loadTable(rows, compared))
  },
)

addRounds('growth', 'latency of every read as the blog grows, on both engines', { rounds: 5, slice: 50 })
  .option('--sizes <counts>', 'posts, smallest first', counts, [10_000, 100_000, 1_000_000])
  .addOption(new Option('--engines <names...>').choices(['sqlite', 'postgres']).default(['sqlite', 'postgres']))
  .action(async ({ smoke, json, ...given }) => {
    const options = smoke ? { ...given, sizes: [400, 800], rounds: 1, slice: 1 } : given
    const results = await runGrowth(options)
    print(json, results, growthTable(results, options.sizes))
  })

addLoad('rest', 'CPU time of REST, of etags and of idempotency keys, against the same call without them')
  .addOption(engine())
  .action(async ({ smoke, json, ...options }) => {
    const results = await runRest(smoke ? { ...options, ...LITTLE } : options)
    print(json, results, ratioTable(['pair', 'base µs', 'measured µs'], results))
  })

// Traces are limited by the second: a shorter round would have all those of a second.
addLoad('observed', 'CPU time of a request with metrics and traces, against the same request without', {
  rounds: 5,
  slice: 1_000,
})
  .addOption(engine())
  .action(async ({ smoke, json, ...options }) => {
    const results = await runObserved(smoke ? { ...options, ...LITTLE } : options)
    print(json, results, ratioTable(['case', 'off µs', 'on µs'], results))
  })

add('live', 'from a like to every subscriber, against a hand-written broadcast')
  .option('--posts <count>', 'posts in the blog', count, 20_000)
  .option('--subscribers <counts>', 'numbers of subscribers', counts, [1, 100, 1_000])
  .option('--rounds <count>', 'rounds of each', count, 5)
  .option('--writes <count>', 'likes in each round', count, 40)
  .action(async ({ smoke, json, ...given }) => {
    const options = smoke ? { posts: 600, subscribers: [2], rounds: 1, writes: 2 } : given
    const results = await runLive(options)
    print(json, results, liveTable(results))
  })

add('types', 'what type checking a client costs, as the router grows')
  .option('--sizes <counts>', 'procedures, in tens', counts, [50, 500, 3_000])
  .action(async ({ smoke, json, sizes }) => {
    const results = await runTypes(smoke ? [10] : sizes, !smoke)
    print(json, results, typesTable(results))
  })

await program.parseAsync()
