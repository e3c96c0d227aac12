import { useEffect, useEffectEvent } from 'react'
import type { LiveEvent, Topic } from './changes.ts'

/** Follows the changes of a topic for as long as the page is shown. Its code is loaded once the browser has nothing else to do. */
export function useLive(topic: Topic | false | null | undefined, onEvent: (event: LiveEvent) => void): void {
  const handle = useEffectEvent(onEvent)
  useEffect(() => {
    if (!topic) return
    let leave: (() => void) | undefined
    let isLeft = false
    const join = async () => {
      // Without its code, the page shows what it has read.
      const stream = await import('./tabs.ts').catch(() => undefined)
      if (!isLeft) leave = stream?.watch(topic, (event) => handle(event))
    }
    // Safari has no idle callbacks.
    const timer = setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(join) : join()), 200)
    return () => {
      isLeft = true
      clearTimeout(timer)
      leave?.()
    }
  }, [topic])
}
