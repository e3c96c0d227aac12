import { useNavigate } from '@tanstack/react-router'
import { queryClient } from '../trpc.ts'
import { viewerOptions } from '../viewer.ts'

/**
 * For actions that need a signed-in user: sends others to sign in, and back here after that. A page that the server rendered
 * can be used before it is known who is signed in; the action then waits for it.
 */
export function useSignInFirst() {
  const navigate = useNavigate()
  return async (act: () => void) => {
    // If it cannot be known, the server refuses the action.
    const viewer = await queryClient.ensureQueryData(viewerOptions).catch(() => undefined)
    if (viewer !== null) return act()
    await navigate({ to: '/sign-in', search: { next: location.pathname + location.search + location.hash } })
  }
}
