import { useQuery } from '@tanstack/react-query'
import { useHydrated } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { renderedPage } from './rendered-page.ts'
import { queryClient, trpc } from './trpc.ts'

/** Who is signed in: read at the start, after signing in or out, and when the window gets the focus. */
export const viewerOptions = trpc.viewer.current.queryOptions(undefined, {
  staleTime: 5 * 60_000,
  refetchOnWindowFocus: 'always',
})

/** The other tabs of this browser. */
const otherTabs = import.meta.env.SSR ? undefined : new BroadcastChannel('trellis-session')

/** Reads the viewer again when another tab signs in or out, and when the window gets the focus. */
export function watchViewer(): void {
  const check = () => void queryClient.invalidateQueries(trpc.viewer.current.queryFilter())
  if (otherTabs) otherTabs.onmessage = check
  addEventListener('focus', check)
}

/** The viewer as far as it may be shown: a page that was rendered for somebody unknown is taken over as it is. */
function useKnown() {
  const { data } = useQuery(viewerOptions)
  return useHydrated() || !renderedPage?.signedIn ? data : undefined
}

/** The signed-in user. `null` if there is none, or before the response of the server. */
export function useViewer() {
  const data = useKnown()
  return data && 'id' in data ? data : null
}

/** A signed-in user. */
export type Viewer = NonNullable<ReturnType<typeof useViewer>>

/** The account of the viewer. */
export function accountOptions(id: number) {
  return trpc.users.byId.queryOptions({ id, posts: { limit: 1 } })
}

/** Whether the server has answered yet who is signed in. */
export function useViewerKnown(): boolean {
  return useKnown() !== undefined
}

/** Whether the session ended without the user signing out in this tab. */
export function useSessionEnded(): boolean {
  const { data } = useQuery(viewerOptions)
  const before = useRef(data)
  const [hasEnded, setHasEnded] = useState(false)
  useEffect(() => {
    // Signing in or out in this tab forgets the viewer first: then `before` is undefined here.
    if (data === null && before.current) setHasEnded(true)
    else if (data !== null) setHasEnded(false)
    before.current = data
  }, [data])
  return hasEnded
}

/** Forgets everything that was loaded for the previous viewer, and tells the other tabs. */
export async function viewerChanged(): Promise<void> {
  otherTabs?.postMessage('changed')
  await queryClient.cancelQueries()
  await queryClient.resetQueries()
}
