import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const turbo = (filter: string) =>
  spawnSync(process.execPath, ['turbo.ts', 'build', `--filter=${filter}`], { cwd: root, encoding: 'utf8' })

describe('turbo.ts', () => {
  test('prints nothing when all tasks succeed', () => {
    expect(turbo('@trellis/store')).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  test('shows what turbo says when it fails', () => {
    const { status, stdout, stderr } = turbo('@trellis/nothing')
    expect(status).toBe(1)
    expect(stdout + stderr).toContain("No package found with name '@trellis/nothing'")
  })
})
