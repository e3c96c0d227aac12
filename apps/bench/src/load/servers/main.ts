import { disablePretenuring } from '@trellis/server'
import Client from 'better-sqlite3'
import { z } from 'zod'
import { servers } from '../requests.ts'
import { countCommits } from './commits.ts'
import { start } from './start.ts'

// A server to measure: `node main.ts <contender> <database url>`, started by `child.ts`. It sends its port and,
// when asked, the resources used so far. It ends when its parent process ends.

// As Trellis's own server does, so that no contender depends on how its process starts.
disablePretenuring()
const [contender, url] = z.tuple([z.enum(servers), z.string()]).parse(process.argv.slice(2))
const commits = countCommits(Client)
process.on('disconnect', () => process.exit())
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system, commits: commits() })
})
process.send?.({ port: await start(contender, url) })
