import type { Page } from 'playwright-core'

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
