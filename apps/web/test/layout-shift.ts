import type { Page } from 'playwright-core'

/** Makes the network of a page slow and its cache empty, so that content that arrives late shows itself as a shift. */
export async function slowNetwork(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 60,
    downloadThroughput: 500_000,
    uploadThroughput: 250_000,
  })
}

/** Adds up the layout shifts of each page that is loaded from now on. */
export async function collectShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let sum = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ('value' in entry && 'hadRecentInput' in entry && !entry.hadRecentInput) sum += Number(entry.value)
        document.documentElement.dataset.layoutShift = String(sum)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** The cumulative layout shift of the page so far. */
export async function layoutShift(page: Page): Promise<number> {
  return Number(await page.evaluate(() => document.documentElement.dataset.layoutShift ?? '0'))
}
