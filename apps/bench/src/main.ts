import { Command } from 'commander'
import { loadTable, summary } from './load/report.ts'
import { runLoad } from './load/run.ts'

const count = (text: string) => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a positive number`)
  return number
}

const program = new Command('bench').description('How fast Trellis is, in ratios. See README.md.')

program
  .command('load')
  .description('CPU time of a request, against hand-written code and other servers')
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

await program.parseAsync()
