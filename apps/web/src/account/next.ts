/** A page of this site to go on to, as an address names it; anything else leads home. */
export function nextPage(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/'
  const url = new URL(next, location.origin)
  return url.origin === location.origin ? url.pathname + url.search + url.hash : '/'
}
