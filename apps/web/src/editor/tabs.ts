/** The names of the locks that open tabs hold. */
const lockOf = (tab: string) => `trellis-tab:${tab}`

let isHeld = false

/** The name of this tab, which survives a reload. */
export function thisTab(): string {
  const tab = sessionStorage.getItem('trellis-tab') ?? Math.random().toString(36).slice(2)
  sessionStorage.setItem('trellis-tab', tab)
  // Held until the tab is closed. Browsers have locks only on secure sites.
  if (!isHeld) void navigator.locks?.request(lockOf(tab), () => new Promise(() => {}))
  isHeld = true
  return tab
}

/** Tells which tabs are open. */
export async function openTabs(): Promise<(tab: string) => boolean> {
  const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name))
  return (tab) => tab === thisTab() || held.has(lockOf(tab))
}
