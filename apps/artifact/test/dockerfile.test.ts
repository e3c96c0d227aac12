import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { promisify } from 'node:util'
import { nodeVersions } from '@trellis/node-versions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../src/bundle.ts'
import { buildImage, type Image, NODE_USER } from './image.ts'

const MEBIBYTE = 1024 * 1024

const folder = mkdtempSync(join(tmpdir(), 'trellis-image-'))
let image: Image
beforeAll(async () => {
  chmodSync(folder, 0o755)
  const { NODE_ENV: _, ...variables } = process.env
  // The sources are those of this run, which has built them.
  const TURBO_CACHE_DIR = variables.TURBO_CACHE_DIR ?? join(root, '.turbo/cache')
  image = await buildImage(root, folder, { ...variables, CI: 'true', TURBO_CACHE_DIR })
  mkdirSync(join(image.root, 'tmp'), { mode: 0o777 })
}, 900_000)
afterAll(() => {
  allow(image.root, 0o200)
  rmSync(folder, { recursive: true, force: true })
})

/** Removes or restores the write permission of everything except the volume and `/tmp`. */
function allow(path: string, write: 0 | 0o200): void {
  for (const entry of [
    ...readdirSync(path, { recursive: true, withFileTypes: true }).map((one) => join(one.parentPath, one.name)),
    path,
  ]) {
    const writable = /^\/(data|tmp)(\/|$)/.test(entry.slice(path.length))
    if (!writable) chmodSync(entry, (statSync(entry).mode & 0o555) | write)
  }
}

/** The user of new processes: the image's user if this process runs as root, else the current user. */
const identity = process.getuid?.() === 0 ? { uid: NODE_USER, gid: NODE_USER } : {}

/** The arguments to start a command as the container would: with its working directory, user, variables and root. */
function asContainer(command: string[], variables: Record<string, string>): [string, string[], object] {
  const [program = '', ...args] = command
  const within = (path: string) => join(image.root, path)
  const env = {
    ...image.env,
    PATH: within('usr/local/bin'),
    TMPDIR: within('tmp'),
    DATABASE_URL: String(image.env.DATABASE_URL).replace('file:/', `file:${image.root}/`),
    ...variables,
  }
  return [within(`usr/local/bin/${program}`), args, { cwd: within(image.workdir), env, ...identity }]
}

test('the image contains the artifact, of at most 60 MB, and nothing else of the repository', () => {
  expect(readdirSync(image.root).toSorted()).toEqual(['app', 'data', 'tmp', 'usr'])
  const files = readdirSync(join(image.root, 'app'), { recursive: true, withFileTypes: true })
  const sizes = files.map((file) => statSync(join(file.parentPath, file.name)).size)
  expect(sizes.reduce((sum, size) => sum + size) / MEBIBYTE).toBeLessThan(60)
  expect(image.user).toBe('node')
})

test('the container starts as another user on a read-only root, passes its health check, sends traces, and keeps its data on the volume', async () => {
  allow(image.root, 0)
  const write = "require('node:fs').writeFileSync('written', '')"
  await expect(promisify(execFile)(...asContainer(['node', '-e', write], {}))).rejects.toThrow('EACCES')

  const sent: (string | undefined)[] = []
  const collector = createServer((request, response) => {
    sent.push(request.url)
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'))
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  const variables = {
    HOST: '127.0.0.1',
    PORT: '0',
    AUTH_SECRET: 'x'.repeat(32),
    LOG_LEVEL: 'warn',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${typeof address === 'object' && address?.port}`,
  }
  const server = spawn(...asContainer(image.command, variables))
  let output = ''
  let port = ''
  for await (const line of createInterface(server.stdout)) {
    output += `${line}\n`
    port = /Trellis is at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? ''
    if (port) break
  }
  expect(port, output).not.toBe('')
  await promisify(execFile)(...asContainer(image.healthcheck, { PORT: port }))
  const page = await fetch(`http://127.0.0.1:${port}/`)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(statSync(join(image.root, 'data/trellis.db')).isFile()).toBe(true)

  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([0, null])
  expect(sent).toContain('/v1/traces')
  collector.close()
  await expect(promisify(execFile)(...asContainer(image.healthcheck, { PORT: port }))).rejects.toThrow()
})

const old = nodeVersions.find(({ major }) => major < 22) ?? expect.fail('no old Node')
test.for(['main.js', 'trellis.js'])('%s tells an older Node what it needs', async (file, { skip }) => {
  skip(old.unable !== undefined, old.unable)
  const ended = promisify(execFile)(old.path, [join(image.root, 'app', file)])
  await expect(ended).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Trellis needs Node 22 or newer\. .* is Node 20\.[\d.]+\.\n$/),
  })
})
