import { execFile } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const run = promisify(execFile)
const repository = fileURLToPath(new URL('..', import.meta.url))
const pnpm = join(repository, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs')

/** The files that an install reads. */
async function manifests(): Promise<string[]> {
  const { stdout } = await run('git', ['ls-files', '*package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'], {
    cwd: repository,
  })
  return stdout.trim().split('\n')
}

/**
 * pnpm ends with an error when a package has an install script that `allowBuilds` does not mention, and each platform has
 * packages of its own. The scripts themselves cannot run here: those that are allowed are refused in this copy.
 */
test('installs on macOS, Linux and Windows, on Arm and x64: one install has the packages of all of them', {
  timeout: 900_000,
}, async () => {
  const copy = mkdtempSync(join(tmpdir(), 'trellis-platform-'))
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }))
  for (const file of await manifests()) cpSync(join(repository, file), join(copy, file), { recursive: true })
  const settings = join(copy, 'pnpm-workspace.yaml')
  const [before = '', allowed = '', after = ''] = split(readFileSync(settings, 'utf8'))
  writeFileSync(settings, before + allowed.replaceAll(': true', ': false') + after)
  appendFileSync(
    settings,
    '\nsupportedArchitectures: { os: [darwin, linux, win32], cpu: [arm64, x64], libc: [glibc, musl] }\n',
  )
  const args = [pnpm, 'install', '--frozen-lockfile', '--prefer-offline']
  const { stdout } = await run(process.execPath, args, { cwd: copy })
  expect(stdout).toContain('Done in')
  const installed = readdirSync(join(copy, 'node_modules/.pnpm')).join(' ')
  for (const platform of ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'win32-x64'])
    expect(installed).toContain(`@typescript+typescript-${platform}@`)
})

/** The settings before, in and after `allowBuilds`. */
function split(settings: string): string[] {
  const start = settings.indexOf('allowBuilds:')
  const end = settings.indexOf('\n\n', start)
  return [settings.slice(0, start), settings.slice(start, end), settings.slice(end)]
}
