import { enableCompileCache } from 'node:module'

// Before anything is imported: the second start then compiles nothing.
enableCompileCache()
await import('@trellis/server/main')
