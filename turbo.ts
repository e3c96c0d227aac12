import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

/**
 * Runs tasks with Turborepo: `node turbo.ts build`. It sends no telemetry, and its output is shown only when a task fails.
 */
const program = createRequire(import.meta.url).resolve('turbo/bin/turbo')
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [program, 'run', ...process.argv.slice(2), '--output-logs=errors-only'],
  {
    encoding: 'utf8',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    maxBuffer: 64 * 1024 * 1024,
  },
)
if (status !== 0) {
  process.stdout.write(stdout)
  process.stderr.write(stderr)
}
process.exitCode = status ?? 1
