#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('@trellis/cli/src/main.ts')
