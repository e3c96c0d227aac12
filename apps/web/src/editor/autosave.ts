import { useDebouncedCallback } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useEffect, useRef, useState } from 'react'
import { draftKey, dropDraft, keepDraft } from '../drafts.ts'
import { currentOf } from '../errors.ts'
import { safe } from '../safe.ts'
import { queryClient, trpc } from '../trpc.ts'
import { changeOf, creationOf, type Draft, draftOf, isStorable, Stored, textsOf } from './draft.ts'

type Post = RouterOutputs['posts']['byId']

/** How long after the last change a draft is saved, and tried again, in milliseconds. */
const [SAVE, RETRY] = [800, 10_000]

/** Where the newest text is. */
export type Place = 'nowhere' | 'server' | 'browser' | 'underway'

interface Options {
  viewerId: number
  /** The draft on the server, if there is one, and what it has. */
  id: number | undefined
  stored: Draft
  /** The text to begin with, and the version that it is based on; and the key under which this browser keeps it. */
  first: Draft
  keptAs: string
  onCreated: (id: number) => void
  /** The draft was changed elsewhere: both are kept until the writer has chosen. */
  onConflict: (theirs: Draft) => void
  /** The draft was published elsewhere. */
  onPublished: (id: number, draft: Draft) => void
}

/** Saves a text as a draft on the server while it is written, and in this browser until the server has it. */
export function useAutosave({ viewerId, id, stored, first, keptAs, onCreated, onConflict, onPublished }: Options) {
  const creation = useMutation(trpc.posts.create.mutationOptions())
  const change = useMutation(trpc.posts.update.mutationOptions())
  const [place, setPlace] = useState<Place>(id ? 'server' : 'nowhere')
  /** What the server has, the newest text, and where this browser keeps it. */
  const known = useRef({ id, version: first.base, texts: textsOf(stored), newest: first, key: keptAs, conflict: false })
  const running = useRef<Promise<unknown>>(Promise.resolve())

  async function saveNow(): Promise<{ post?: Post; error?: Error }> {
    const { current: now } = known
    const draft = { ...now.newest, base: now.version }
    if (textsOf(draft) === now.texts) return {}
    if (now.conflict || !isStorable(draft)) {
      setPlace('browser')
      return {}
    }
    setPlace('underway')
    const { data, reason, error } = now.id
      ? await safe(change, { id: now.id, ...changeOf(draft) })
      : await safe(creation, { ...creationOf(draft), draft: true })
    if (data) return saved(data, draft)
    if (reason === 'POST_NOT_FOUND') {
      // Deleted elsewhere, while it is written here.
      now.id = undefined
      return saveNow()
    }
    setPlace('browser')
    if (reason !== 'STALE') {
      retry()
      return { error }
    }
    const theirs = Stored.parse(currentOf(error))
    now.conflict = true
    if (theirs.draft) onConflict(draftOf(theirs))
    else if (now.id) onPublished(now.id, draft)
    return { error }
  }
  function saved(post: Post, draft: Draft): { post: Post } {
    const { current: now } = known
    const isNew = now.id !== post.id
    dropDraft(now.key)
    const key = draftKey(viewerId, `draft:${post.id}`)
    Object.assign(now, { id: post.id, version: post.version, texts: textsOf(draft), key })
    queryClient.setQueryData(trpc.posts.byId.queryKey({ id: post.id }), post)
    void queryClient.invalidateQueries(trpc.posts.drafts.pathFilter())
    const isNewest = textsOf(now.newest) === now.texts
    // What was typed meanwhile.
    if (!isNewest) keepDraft(key, { ...now.newest, base: post.version })
    setPlace(isNewest ? 'server' : 'underway')
    if (isNew) onCreated(post.id)
    return { post }
  }
  /** One call after the other: each has the version of the one before. */
  function save() {
    const next = running.current.then(saveNow)
    running.current = next.catch(() => {})
    return next
  }
  const saveSoon = useDebouncedCallback(save, { delay: SAVE, flushOnUnmount: true })
  const retry = useDebouncedCallback(save, { delay: RETRY, flushOnUnmount: false })
  useEffect(() => {
    // A text that was kept in this browser.
    if (first !== stored) saveSoon()
  }, [first, stored, saveSoon])
  useEffect(() => {
    const saveAgain = () => void save()
    addEventListener('online', saveAgain)
    return () => removeEventListener('online', saveAgain)
  })

  return {
    place,
    /** Takes a change of the text. */
    changed(draft: Draft) {
      const { current: now } = known
      now.newest = draft
      if (textsOf(draft) === now.texts) {
        setPlace(now.id ? 'server' : 'nowhere')
        return dropDraft(now.key)
      }
      setPlace('underway')
      keepDraft(now.key, { ...draft, base: now.version })
      saveSoon()
    },
    /** Saves the newest text now. Resolves to the id of the draft, or to why it was not saved. */
    async flush(): Promise<{ id?: number | undefined; error?: Error | undefined }> {
      saveSoon.cancel()
      known.current.conflict = false
      const { error } = await save()
      if (known.current.conflict) return {}
      return error ? { error } : { id: known.current.id }
    },
    /** Ends a conflict. `texts` are those that the server has by now. */
    resolve(theirs: Draft) {
      Object.assign(known.current, { conflict: false, version: theirs.base, texts: textsOf(theirs) })
    },
    /** Forgets the copy in this browser. */
    drop() {
      saveSoon.cancel()
      retry.cancel()
      dropDraft(known.current.key)
    },
  }
}
