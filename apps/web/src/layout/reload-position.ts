const KEY = 'trellis-scroll'

/**
 * Keeps the scroll position through a reload. The router restores it before the page has its content; this goes on as
 * the page grows, until the position is reached or the reader scrolls.
 */
export function keepPositionOnReload(): void {
  const [entry] = performance.getEntriesByType('navigation')
  const isReload = entry instanceof PerformanceNavigationTiming && entry.type === 'reload'
  const [href, top] = (sessionStorage.getItem(KEY) ?? '').split(' ')
  if (isReload && href === location.href) scrollWhenPossible(Number(top))
  addEventListener('pagehide', () => sessionStorage.setItem(KEY, `${location.href} ${scrollY}`))
}

function scrollWhenPossible(top: number): void {
  const growth = new ResizeObserver(() => {
    scrollTo({ top, behavior: 'instant' })
    if (Math.abs(scrollY - top) < 2) stop()
  })
  const stop = () => growth.disconnect()
  growth.observe(document.documentElement)
  for (const type of ['wheel', 'touchstart', 'keydown', 'pointerdown']) addEventListener(type, stop, { once: true })
}
