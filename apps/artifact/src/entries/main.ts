import './node.ts'

await import('@trellis/server/main')
