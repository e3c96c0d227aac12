#!/usr/bin/env node
import './memory.ts'
import { main } from './command.ts'

const { TRELLIS_KEY, TRELLIS_URL = 'http://127.0.0.1:3000', INIT_CWD, npm_lifecycle_event: script } = process.env
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
process.exitCode = await main(process.argv.slice(2), {
  key: TRELLIS_KEY,
  url: TRELLIS_URL,
  // A package manager runs the command in the folder of the repository.
  folder: script === 'import' && INIT_CWD ? INIT_CWD : process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  terminal: process.stderr,
  signal: stop.signal,
})
