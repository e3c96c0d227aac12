import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Refusal } from './refusal.ts'

/** What npm prints if it cannot reach the registry. */
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/

/** Without a network, npm would try for minutes. */
const RETRIES = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=3000']

/**
 * Installs the packages of a folder.
 *
 * @throws Refusal with one line if there is no network
 */
export async function install(cwd: string, signal: AbortSignal): Promise<void> {
  const args = ['install', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund', ...RETRIES]
  const { status, output } = await run(cwd, args, signal)
  if (status === 0) return
  // npm may report that versions are in conflict if it could not ask for them.
  const asked = await run(cwd, ['view', 'npm', 'version', '--prefer-online', ...RETRIES], signal)
  const code = UNREACHABLE.exec(asked.output)?.[0]
  if (code) throw new Refusal(`No network: npm cannot reach its registry (${code}). Nothing was made.`)
  throw new Refusal(`${output}\n\nnpm install failed. Nothing was made.`)
}

/**
 * Runs a script of the project in a folder.
 *
 * @throws Refusal with what it printed
 */
export async function runScript(cwd: string, args: string[], signal: AbortSignal): Promise<void> {
  const { status, output } = await run(cwd, ['run', ...args], signal)
  if (status !== 0) throw new Refusal(`${output}\n\nnpm run ${args.join(' ')} failed. Nothing was made.`)
}

/** Runs npm. Resolves once it has ended. */
async function run(cwd: string, args: string[], signal: AbortSignal) {
  const child = spawn('npm', args, { cwd, shell: process.platform === 'win32', stdio: ['ignore', 'pipe', 'pipe'] })
  // The child still writes files after the signal, so its end is awaited.
  const end = () => child.kill()
  signal.addEventListener('abort', end)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [status] = await once(child, 'close')
    .catch((error: unknown) => {
      throw new Refusal(`npm cannot be run: ${error instanceof Error ? error.message : error}. Nothing was made.`)
    })
    .finally(() => signal.removeEventListener('abort', end))
  return { status, output: output.trim() }
}
