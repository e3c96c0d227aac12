import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import bundled, { inflate } from '@sparticuz/chromium'

/** Unpacks the Chromium of the npm package, which is for Linux x64 only: the options that start it. */
export async function packagedChromium() {
  const folder = await unpacked()
  return {
    executablePath: join(folder, 'chromium'),
    args: ['--no-zygote'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  }
}

/** The folder with the unpacked Chromium. Processes that need it at the same time unpack it once. */
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

/** Unpacks into a draft beside the folder and renames it, so that the folder is always complete. */
async function unpack(root: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`
  const { TMPDIR } = process.env
  await mkdir(draft, { recursive: true })
  // The package unpacks into the folder that TMPDIR names.
  process.env.TMPDIR = draft
  try {
    await bundled.executablePath()
    await inflate(join(root, 'bin', 'al2023.tar.br'))
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
  // The package's own configuration names other folders, and Chromium crashes on a page when it finds no font.
  const configuration = `<fontconfig>
    <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
    <dir>${join(folder, 'fonts')}</dir>
    <cachedir>${join(folder, 'font-cache')}</cachedir>
  </fontconfig>`
  await writeFile(join(draft, 'fonts.conf'), configuration)
  await rename(draft, folder)
}

/** Whether this process has the lock now. The lock of a process that has ended is removed. */
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
