import { useNavigate } from '@tanstack/react-router'
import { useViewer } from '../viewer.ts'

/**
 * For actions that need a signed-in user: sends others to sign in, and back here after that.
 *
 * @returns a function that returns whether it did.
 */
export function useSignInFirst(): () => boolean {
  const viewer = useViewer()
  const navigate = useNavigate()
  return () => {
    if (viewer) return false
    void navigate({ to: '/sign-in', search: { next: location.pathname + location.search + location.hash } })
    return true
  }
}
