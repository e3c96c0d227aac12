import type { AppRouter } from '@trellis/api'
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client'
import type { LiveEvent, Topic } from './changes.ts'

const client = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: '/trpc' })] })

/** How many posts the server follows in one stream. */
const MAX_POSTS = 10

/** How long the server is left alone after it has ended or refused a stream, in milliseconds. */
const PAUSE = 10_000

/** The id in a topic such as `post:12`. */
const idOf = (topic: Topic) => Number(topic.split(':')[1])

/** The event that lets a page read a topic again. */
export function resetOf(topic: Topic): LiveEvent[] {
  const change = { kind: 'reset' } as const
  if (topic.startsWith('viewer')) return [{ on: 'viewer', change }]
  if (topic.startsWith('feed')) return [{ on: 'feed', change }]
  if (topic === 'posts' || topic === 'employees') return [{ on: topic, change }]
  return [{ on: 'comments', postId: idOf(topic), change }]
}

function inputOf(topics: Topic[]) {
  const posts = topics.filter((topic) => topic.startsWith('post:'))
  const on = (['viewer', 'feed', 'posts', 'employees'] as const).filter((name) =>
    topics.some((topic) => topic === name || topic.startsWith(`${name}:`)),
  )
  return { on, postIds: posts.slice(0, MAX_POSTS).map(idOf) }
}

interface Handlers {
  onEvent: (event: LiveEvent) => void
  /** The stream is open, or cannot be opened now. */
  onState: (isOpen: boolean) => void
}

/** Opens the stream of topics. Returns a function that closes it. */
export function openStream(topics: Topic[], { onEvent, onState }: Handlers): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let close = () => {}
  function open() {
    const started = new Set<string>()
    const again = () => {
      onState(false)
      timer = setTimeout(open, PAUSE)
    }
    const subscription = client.changes.watch.subscribe(inputOf(topics), {
      onData({ data }) {
        onState(true)
        const key = `${data.on} ${'postId' in data ? data.postId : ''}`
        const isStart = data.change.kind === 'changed' && data.change.rows.length === 0
        // The page may have been read some time before the stream has started.
        if (isStart && !started.has(key)) onEvent({ ...data, change: { kind: 'reset' } })
        else if (!isStart) onEvent(data)
        if (isStart) started.add(key)
      },
      onConnectionStateChange({ error }) {
        if (error) onState(false)
      },
      onComplete: again,
      onError: again,
    })
    close = () => subscription.unsubscribe()
  }
  open()
  return () => {
    clearTimeout(timer)
    close()
  }
}
