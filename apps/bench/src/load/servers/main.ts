import Client from 'better-sqlite3'
import { z } from 'zod'
import { contenders } from '../requests.ts'
import { countCommits } from './commits.ts'
import { start } from './start.ts'

// A server under measurement: `node main.ts <contender> <database url>`, started by `child.ts`. It says its port, and,
// whenever asked, what it has used so far. It ends when its parent is gone.

const [contender, url] = z.tuple([z.enum(contenders), z.string()]).parse(process.argv.slice(2))
const commits = countCommits(Client)
process.on('disconnect', () => process.exit())
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system, commits: commits() })
})
process.send?.({ port: await start(contender, url) })
