#!/usr/bin/env node
import './memory.ts'
import { main } from './command.ts'
import { environment } from './environment.ts'

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
process.exitCode = await main(process.argv.slice(2), {
  ...environment,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  terminal: process.stderr,
  signal: stop.signal,
})
