#!/usr/bin/env node
import './memory.ts'
import { main } from './command.ts'

const { TRELLIS_KEY, TRELLIS_URL = 'http://127.0.0.1:3000', INIT_CWD, npm_lifecycle_event: script } = process.env
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
process.exitCode = await main(process.argv.slice(2), {
  key: TRELLIS_KEY,
  url: TRELLIS_URL,
  // Package managers change to the folder of the repository. INIT_CWD is the folder where the user called them.
  folder: script === 'import' && INIT_CWD ? INIT_CWD : process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  terminal: process.stderr,
  signal: stop.signal,
})
