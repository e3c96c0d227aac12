import { useNavigate } from '@tanstack/react-router'
import { useViewer } from '../viewer.ts'

/**
 * For what only signed-in people can do: sends others to sign in, and back here after it.
 *
 * @returns a function that tells whether it did.
 */
export function useSignInFirst(): () => boolean {
  const viewer = useViewer()
  const navigate = useNavigate()
  return () => {
    if (viewer) return false
    void navigate({ to: '/sign-in', search: { next: location.pathname + location.search } })
    return true
  }
}
