import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('main.ts', import.meta.url))

/** The folder for temporary files of the bench, which no other process uses. */
const temporary = mkdtempSync(join(tmpdir(), 'trellis-smoke-'))
// As root, the test PostgreSQL runs as another user.
chmodSync(temporary, 0o755)
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** Runs a command of the bench on little data. */
async function bench(...parameters: string[]) {
  const options = [...parameters, '--smoke', '--json']
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...options], {
    timeout: 170_000,
    env: { ...process.env, TMPDIR: temporary },
  })
  const rows: unknown = JSON.parse(stdout)
  if (!Array.isArray(rows)) throw new Error('The output is not a list')
  return rows
}

// Servers and compilers start slowly on a busy machine.
describe('bench', { timeout: 180_000 }, () => {
  it('measures every case on every server, whose answers are the same, and leaves nothing behind', async () => {
    const rows = await bench('load')
    expect(rows).toHaveLength(15)
    for (const row of rows) {
      expect(row.cpu).toMatchObject({ floor: expect.any(Number), trellis: expect.any(Number) })
      expect(row.ratio).toMatchObject({ floor: expect.any(Number), official: expect.any(Number) })
    }
    expect(readdirSync(temporary).filter((name) => name.startsWith('trellis-bench-'))).toEqual([])
  })

  it('measures on PostgreSQL, with what its own processes use', async () => {
    const rows = await bench('load', '--engine', 'postgres', '--only', 'posts.list')
    expect(rows.map((row) => row.case)).toContain('posts.list (20)')
    for (const row of rows) expect(row.ratio.floor).toBeGreaterThan(0)
  })

  it('measures how a read grows', async () => {
    const [row] = await bench('growth', '--engines', 'sqlite', '--only', 'posts.byId')
    expect(row).toMatchObject({ engine: 'sqlite', read: 'posts.byId', growth: expect.any(Number) })
    expect(row.milliseconds).toHaveLength(2)
  })

  it('measures REST, etags and idempotency keys against the same call without them', async () => {
    const rows = await bench('rest')
    expect(rows).toHaveLength(5)
    for (const row of rows) expect(row.ratio).toBeGreaterThan(0)
  })

  it('measures metrics and traces against the same request without them', async () => {
    const rows = await bench('observed', '--only', 'posts.byId')
    expect(rows.map(({ name }) => name)).toEqual(['posts.byId', 'batch of 10 posts.byId'])
    for (const row of rows) expect(row.ratio).toBeGreaterThan(0)
  })

  it('measures a like until every subscriber has it, against a broadcast', async () => {
    const [row] = await bench('live')
    const both = { broadcast: expect.any(Number), trellis: expect.any(Number) }
    expect(row).toEqual({ subscribers: 2, p50: both, p99: both, memory: both })
  })

  it('measures type checking, which is cheap', async () => {
    const rows = await bench('types')
    const counts = Object.fromEntries(rows.map(({ what, instantiations }) => [what, instantiations]))
    // A fifth more than now. The compiler counts the same on every machine.
    expect(counts['emitting declarations']).toBeLessThan(62_000)
    expect(counts['client, through declarations']).toBeLessThan(6_200)
    expect(counts['client, through sources']).toBeLessThan(97_000)
  })
})
