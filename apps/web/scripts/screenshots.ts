import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../test/chromium.ts'
import { type AppPage, pages, settled } from '../test/pages.ts'
import { type RunningServer, startServer } from '../test/server.ts'
import { signInTo } from '../test/sign-in.ts'

// Every page, at two widths, light and dark: `node scripts/screenshots.ts [folder] [--url http://…] [--only name]`.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    username: { type: 'string', default: 'ada' },
    password: { type: 'string', default: 'trellis-demo' },
    only: { type: 'string' },
  },
})
const folder = positionals[0] ?? fileURLToPath(new URL('../screenshots', import.meta.url))

const widths = [1280, 390]
const schemes = ['light', 'dark'] as const

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true })
  const server = values.url
    ? { url: values.url, admin: { username: values.username, password: values.password }, stop: async () => {} }
    : await startServer()
  const browser = await launchChromium()
  try {
    for (const page of pages.filter(({ name }) => !values.only || name === values.only)) {
      for (const width of widths) {
        for (const scheme of schemes) await capture(browser, server, page, width, scheme)
      }
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function capture(
  browser: Browser,
  { url, admin }: RunningServer,
  { name, path, signedIn, prepare }: AppPage,
  width: number,
  colorScheme: (typeof schemes)[number],
): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: 860 }, colorScheme, reducedMotion: 'reduce' })
  if (signedIn) await signInTo(context, url, admin)
  const page = await context.newPage()
  await page.goto(url + path)
  await settled(page)
  await prepare?.(page)
  await settled(page)
  await page.evaluate(() => scrollTo(0, 0))
  // A long list would only repeat itself.
  const height = await page.evaluate(() => Math.min(document.documentElement.scrollHeight, 2_200))
  await page.setViewportSize({ width, height: Math.max(height, 860) })
  await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) })
  await context.close()
}

await main()
