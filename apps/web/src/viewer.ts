import { useQuery } from '@tanstack/react-query'
import { queryClient, trpc } from './trpc.ts'

/** Who is signed in: asked once, and again after signing in or out. */
export const viewerOptions = trpc.viewer.current.queryOptions(undefined, { staleTime: 5 * 60_000 })

/** Who is signed in; `null` if nobody is, or it is not known yet. */
export function useViewer() {
  const { data } = useQuery(viewerOptions)
  return data && 'id' in data ? data : null
}

/** Whether the server has said yet who is signed in. */
export function useViewerKnown(): boolean {
  return useQuery(viewerOptions).status !== 'pending'
}

/** Forgets all that was loaded for whoever was signed in before, and asks again. */
export async function viewerChanged(): Promise<void> {
  await queryClient.cancelQueries()
  await queryClient.resetQueries()
}
