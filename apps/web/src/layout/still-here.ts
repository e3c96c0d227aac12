import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'

/** Whether the page of a component has not been left: the answer to a call may come later, and must not lead back. */
export function useStillHere(): () => boolean {
  const router = useRouter()
  const [here] = useState(router.latestLocation.pathname)
  return () => router.latestLocation.pathname === here
}
