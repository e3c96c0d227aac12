import type { QueryKey } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryClient } from './trpc.ts'

/** What a page that a server rendered was made from. */
export interface RenderedPage {
  /** When, in milliseconds. */
  at: number
  /** Whether it was made for somebody who may be signed in. It then shows what everybody sees. */
  signedIn: boolean
  /** The responses of the procedures. */
  queries: [QueryKey, unknown][]
}

/** The page that the server rendered into this document, if it did. */
export const renderedPage = import.meta.env.SSR ? undefined : takePage()

/** Takes the page from the document. Its responses are in the cache of the app then. */
function takePage(): RenderedPage | undefined {
  const json = document.getElementById('page')?.textContent
  if (!json) return undefined
  const page: RenderedPage = JSON.parse(json)
  for (const [key, data] of page.queries) queryClient.setQueryData(key, data)
  return page
}

/**
 * For the pages that the server renders: once the app has taken one over, presses the buttons that were pressed before, and reads
 * the page again if somebody is signed in, with what they liked and follow.
 */
export function useOwnPage(): void {
  useEffect(() => {
    const taken = document.getElementById('page')
    if (!taken) return
    taken.remove()
    for (const button of document.querySelectorAll<HTMLElement>('[data-pressed]')) {
      button.removeAttribute('data-pressed')
      button.click()
    }
    if (renderedPage?.signedIn) void queryClient.invalidateQueries()
  }, [])
}
