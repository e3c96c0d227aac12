import { enableCompileCache } from 'node:module'

// Must be called before other imports. The second start then compiles nothing.
enableCompileCache()
await import('@trellis/server/main')
