#!/usr/bin/env node
import './node.ts'

await import('@trellis/cli/src/main.ts')
