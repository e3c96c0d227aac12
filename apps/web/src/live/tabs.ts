import type { LiveEvent, Topic } from './changes.ts'
import { openStream, resetOf } from './stream.ts'

/** What tabs tell each other. */
type Message =
  /** What a tab shows; nothing while it is hidden. */
  | { kind: 'shows'; tab: number; topics: Topic[] }
  /** A tab has become the one with the stream, and asks the others for what they show. */
  | { kind: 'leads' }
  | { kind: 'event'; event: LiveEvent }
  | { kind: 'state'; isOpen: boolean }

/** One name for all tabs: of the channel, and of the lock that the tab with the stream holds. */
const NAME = 'trellis-live'

const tab = Math.random()
const channel = new BroadcastChannel(NAME)
const say = (message: Message) => channel.postMessage(message)

const handlers = new Map<Topic, Set<(event: LiveEvent) => void>>()
let isVisible = document.visibilityState === 'visible'
let isOpen = false
/** Gives up the stream, or the wait for it. */
let withdraw: (() => void) | undefined
/** In the tab with the stream: takes what a tab shows. */
let take: ((tab: number, topics: Topic[]) => void) | undefined

const shown = () => (isVisible ? [...handlers.keys()] : [])

/** Calls `handler` with each change of a topic while this tab is visible. Returns a function that ends it. */
export function watch(topic: Topic, handler: (event: LiveEvent) => void): () => void {
  const all = handlers.get(topic) ?? new Set()
  handlers.set(topic, all.add(handler))
  update()
  return () => {
    all.delete(handler)
    if (all.size === 0 && handlers.get(topic) === all) handlers.delete(topic)
    update()
  }
}

function dispatch(event: LiveEvent): void {
  for (const all of [...handlers.values()]) for (const handler of all) handler(event)
}

function setOpen(open: boolean): void {
  isOpen = open
}

/** Tells the others what this tab shows, and asks for the stream while it shows something. */
function update(): void {
  const topics = shown()
  say({ kind: 'shows', tab, topics })
  take?.(tab, topics)
  if (topics.length === 0) {
    withdraw?.()
    withdraw = undefined
  } else withdraw ??= apply()
}

/** Waits until no other tab has the stream. Browsers have locks only on secure sites: on others, each tab has a stream. */
function apply(): () => void {
  if (!navigator.locks) return lead()
  const wait = new AbortController()
  let stop: (() => void) | undefined
  const held = () =>
    new Promise<void>((release) => {
      const close = lead()
      stop = () => {
        close()
        release()
      }
    })
  navigator.locks.request(NAME, { signal: wait.signal }, held).catch(() => undefined)
  return () => {
    wait.abort()
    stop?.()
  }
}

/** Holds the stream of what all tabs show. */
function lead(): () => void {
  const tabs = new Map<number, Topic[]>()
  let streamed: Topic[] = []
  let close: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const send = (event: LiveEvent) => {
    say({ kind: 'event', event })
    dispatch(event)
  }
  function open() {
    const topics = [...new Set([...tabs.values()].flat())].sort()
    if (topics.join() === streamed.join()) return
    close?.()
    streamed = topics
    const onState = (isOpen: boolean) => {
      setOpen(isOpen)
      say({ kind: 'state', isOpen })
    }
    close = topics.length > 0 ? openStream(topics, { onEvent: send, onState }) : undefined
  }
  take = (tab, topics) => {
    const before = tabs.get(tab) ?? []
    tabs.set(tab, topics)
    // Another tab has it already, so no stream starts for this one.
    for (const topic of topics) {
      if (streamed.includes(topic) && !before.includes(topic)) for (const event of resetOf(topic)) send(event)
    }
    say({ kind: 'state', isOpen })
    clearTimeout(timer)
    // A page watches several things, one after the other.
    timer = setTimeout(open, 100)
  }
  take(tab, shown())
  say({ kind: 'leads' })
  return () => {
    take = undefined
    clearTimeout(timer)
    close?.()
  }
}

channel.onmessage = ({ data }: MessageEvent<Message>) => {
  if (data.kind === 'shows') take?.(data.tab, data.topics)
  else if (data.kind === 'leads') say({ kind: 'shows', tab, topics: shown() })
  else if (data.kind === 'event') dispatch(data.event)
  else setOpen(data.isOpen)
}

function onVisibility({ type }: Event): void {
  const visible = type !== 'pagehide' && document.visibilityState === 'visible'
  if (visible === isVisible) return
  isVisible = visible
  update()
}
for (const type of ['visibilitychange', 'pagehide', 'pageshow']) addEventListener(type, onVisibility, true)

// Where streams are blocked, the page is read again when somebody comes back to it.
addEventListener('focus', () => {
  if (!isOpen) for (const topic of shown()) for (const event of resetOf(topic)) dispatch(event)
})
