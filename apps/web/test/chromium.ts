import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { packagedChromium } from './packaged-chromium.ts'

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

type Machine = Pick<NodeJS.Process, 'platform' | 'arch'>

/**
 * The browsers to try, in order: CHROMIUM_PATH, Chromium of a Linux distribution, installed Chrome, installed Edge (by the
 * channel that playwright knows each platform's folders for), and the npm package, which exists for Linux x64 only.
 */
export function candidates({ platform, arch }: Machine, path = process.env.CHROMIUM_PATH) {
  if (path) return [{ executablePath: path }]
  const linux = platform === 'linux'
  return [
    ...(linux ? [{ executablePath: '/usr/bin/chromium' }, { executablePath: '/usr/bin/chromium-browser' }] : []),
    { channel: 'chrome' },
    { channel: 'msedge' },
    ...(linux && arch === 'x64' ? (['packaged'] as const) : []),
  ]
}

/** Starts the first candidate that is installed; an error says what to install when there is none. */
export async function launchChromium(machine: Machine = process, path = process.env.CHROMIUM_PATH): Promise<Browser> {
  for (const candidate of candidates(machine, path)) {
    if (candidate === 'packaged') {
      const options = await packagedChromium()
      return chromium.launch({ ...options, args: [...args, ...options.args] })
    }
    if ('executablePath' in candidate) {
      if (existsSync(candidate.executablePath)) return chromium.launch({ ...candidate, args })
      continue
    }
    const browser = await chromium.launch({ ...candidate, args }).catch((error: Error) => {
      if (isMissing(error)) return undefined
      throw error
    })
    if (browser) return browser
  }
  throw new Error('The tests of the web app need a browser: install Chrome, Edge or Chromium, or set CHROMIUM_PATH.')
}

/** Playwright's message for a channel whose program is not installed. */
const isMissing = (error: Error) => /distribution '.+' is not (found|supported)/.test(error.message)
