import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Installation } from './installation.ts'

/** Entries of `postgresql.conf`. */
export type Settings = Record<string, string | number>

/** A PostgreSQL server with its data in a folder of an installation. */
export class EmbeddedServer {
  readonly installation: Installation
  /** The data directory. */
  readonly data: string
  readonly port: number
  readonly #log: string

  /** A server whose data exists, or is created later by `initialise`. */
  constructor(installation: Installation, name: string, port: number) {
    this.installation = installation
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

  /** Adds settings. They apply from the next start. Of two values for one setting, the last counts. */
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
  kill(): void {
    const [pid] = readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), process.platform === 'win32' ? 'SIGKILL' : 'SIGQUIT')
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
