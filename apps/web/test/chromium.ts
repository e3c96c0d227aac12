import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import bundled, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const installed = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const args = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-gpu',
  '--font-render-hinting=none',
]

/** Starts a Chromium: the one of the machine, else the one that comes as a package, with the libraries it needs. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = installed.find((path) => path && existsSync(path))
  if (executablePath) return chromium.launch({ executablePath, args })
  const folder = await unpacked()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [...args, '--no-zygote'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  })
}

/** The folder the packaged Chromium is unpacked in: once for a machine, however many processes ask for it at a time. */
async function unpacked(): Promise<string> {
  const require = createRequire(import.meta.url)
  const root = join(dirname(require.resolve('@sparticuz/chromium')), '..')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const folder = join(tmpdir(), `trellis-chromium-${version}-${process.getuid?.() ?? 0}`)
  while (!existsSync(folder)) {
    const lock = await lockFile(`${folder}.lock`)
    if (!lock) {
      await sleep(200)
      continue
    }
    try {
      if (!existsSync(folder)) await unpack(root, folder)
    } finally {
      await rm(`${folder}.lock`)
    }
  }
  return folder
}

/** Unpacks beside the folder and moves it there: what is there is whole. */
async function unpack(root: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`
  const { TMPDIR } = process.env
  await mkdir(draft, { recursive: true })
  // The package unpacks to the folder for temporary files, wherever that is.
  process.env.TMPDIR = draft
  try {
    await bundled.executablePath()
    await inflate(join(root, 'bin', 'al2023.tar.br'))
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
  // The configuration in the package looks elsewhere, and a page without any font crashes.
  const configuration = `<fontconfig>
    <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
    <dir>${join(folder, 'fonts')}</dir>
    <cachedir>${join(folder, 'font-cache')}</cachedir>
  </fontconfig>`
  await writeFile(join(draft, 'fonts.conf'), configuration)
  await rename(draft, folder)
}

/** Whether this process has the lock now. A lock that a process left behind counts for nothing. */
async function lockFile(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.write(String(process.pid))
    await file.close()
    return true
  } catch {
    const owner = Number(await readFile(path, 'utf8').catch(() => ''))
    if (owner && !isRunning(owner)) await rm(path, { force: true })
    return false
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
