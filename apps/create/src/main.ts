#!/usr/bin/env node
import { createRequire } from 'node:module'
import { run } from './run.ts'

// `npm create trellis <folder>`: the packages of the kit come from the registry, in the version of this package.
const { version }: { version: string } = createRequire(import.meta.url)('../package.json')
await run({ version })
