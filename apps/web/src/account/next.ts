/** The page of this site that an address names; the home page for anything else. */
export function nextPage(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/'
  const url = new URL(next, location.origin)
  return url.origin === location.origin ? url.pathname + url.search + url.hash : '/'
}
