import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { nodeVersions } from '@trellis/node-versions'
import { expect, test } from 'vitest'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

test.for(nodeVersions)(
  'the built client passes the tests of its sources on Node $major',
  { timeout: 180_000, concurrent: true },
  async ({ path, unable }, { skip, onTestFinished }) => {
    skip(unable !== undefined, unable)
    const folder = await mkdtemp(join(tmpdir(), 'trellis-client-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const report = join(folder, 'report.json')
    const args = [vitest, 'run', '--root', PACKAGE, '--config', 'vitest.node-versions.ts', '--outputFile', report]
    // The status is 1 when a test fails: the report says which.
    await promisify(execFile)(path, args).catch(() => undefined)
    const { testResults, success, numPassedTests } = JSON.parse(await readFile(report, 'utf8'))
    expect(failures(testResults)).toEqual([])
    expect(success).toBe(true)
    expect(numPassedTests).toBeGreaterThan(30)
  },
)

interface FileResult {
  message: string
  assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
}

function failures(files: FileResult[]): string[] {
  return files.flatMap(({ message, assertionResults }) => [
    ...(message === '' ? [] : [message]),
    ...assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n')}`),
  ])
}
