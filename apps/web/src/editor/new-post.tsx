import { useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { draftKey, keptDraft } from '../drafts.ts'
import { isNotFound } from '../errors.ts'
import { LoadError } from '../layout/load-error.tsx'
import { PageMissing } from '../layout/page-missing.tsx'
import { useStillHere } from '../layout/still-here.ts'
import { trpc } from '../trpc.ts'
import type { Viewer } from '../viewer.ts'
import { Draft, draftOf, emptyDraft } from './draft.ts'
import { DraftEditor } from './draft-editor.tsx'
import { EditorSkeleton } from './editor-skeleton.tsx'
import { useLeftBehind } from './left-behind.ts'
import { thisTab } from './tabs.ts'

/** A page to write a new post, or to go on with a draft of the server. */
export function NewPost({ viewer, draft }: { viewer: Viewer; draft: number | undefined }) {
  const navigate = useNavigate()
  const stillHere = useStillHere()
  /** The draft that the text on this page has become. */
  const [created, setCreated] = useState<number>()
  const [shown, setShown] = useState({ draft, text: 0 })
  // The address gets the draft when it is created, and the text stays. Any other address is another text.
  if (draft !== shown.draft) setShown({ draft, text: shown.text + (draft === created ? 0 : 1) })
  const onCreated = (id: number) => {
    if (!stillHere()) return
    setCreated(id)
    void navigate({ to: '/write', search: { draft: id }, replace: true })
  }
  const isNew = draft === undefined || draft === created
  if (!isNew) return <StoredDraft key={shown.text} id={draft} viewer={viewer} />
  return <NewDraft key={shown.text} viewerId={viewer.id} onCreated={onCreated} />
}

function NewDraft({ viewerId, onCreated }: { viewerId: number; onCreated: (id: number) => void }) {
  const [key] = useState(() => draftKey(viewerId, `new:${thisTab()}`))
  if (!useLeftBehind(viewerId, key)) return <EditorSkeleton />
  return <DraftEditor viewerId={viewerId} keptAs={key} stored={emptyDraft} onCreated={onCreated} />
}

function StoredDraft({ id, viewer }: { id: number; viewer: Viewer }) {
  const { data: post, error } = useQuery(trpc.posts.byId.queryOptions({ id }, { staleTime: 0, gcTime: 0 }))
  const [first, setFirst] = useState<typeof post>()
  if (isNotFound(error)) return <PageMissing what="draft" />
  if (error && !post) return <LoadError what="the draft" error={error} />
  // What is being written is not replaced by what is read again.
  if (post && !first) setFirst(post)
  if (!first) return <EditorSkeleton />
  if (first.authorId !== viewer.id && viewer.role !== 'admin') return <PageMissing what="draft of yours" />
  if (!first.draft) return <Navigate to="/posts/$postId/edit" params={{ postId: String(id) }} replace />
  // A change of a post that was unpublished before it was saved is a change of the draft.
  const ofPost = draftKey(viewer.id, `post:${id}`)
  const key = keptDraft(ofPost, Draft) ? ofPost : draftKey(viewer.id, `draft:${id}`)
  return <DraftEditor viewerId={viewer.id} id={id} keptAs={key} stored={draftOf(first)} />
}
