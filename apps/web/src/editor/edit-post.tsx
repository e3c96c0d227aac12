import { useMutation, useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { draftKey, dropDraft, keepDraft, keptDraft } from '../drafts.ts'
import { currentOf, isNotFound } from '../errors.ts'
import { LoadError } from '../layout/load-error.tsx'
import { notify } from '../layout/notify.ts'
import { PageMissing } from '../layout/page-missing.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import { useStillHere } from '../layout/still-here.ts'
import { safe } from '../safe.ts'
import { trpc } from '../trpc.ts'
import type { Viewer } from '../viewer.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { changeOf, Draft, draftOf, Stored } from './draft.ts'
import { EditorSkeleton } from './editor-skeleton.tsx'
import { PostForm, Restored, showErrors, usePostForm } from './post-form.tsx'
import { postSaved } from './post-saved.ts'

/** A page to change a published post. */
export function EditPost({ id, viewer }: { id: number; viewer: Viewer }) {
  const { data: post, error } = useQuery(trpc.posts.byId.queryOptions({ id }))
  usePageTitle(post ? `Edit “${post.title}”` : 'Edit')
  if (isNotFound(error)) return <PageMissing what="post" />
  if (!post) return error ? <LoadError what="the post" error={error} /> : <EditorSkeleton />
  if (post.authorId !== viewer.id && viewer.role !== 'admin') return <PageMissing what="post of yours" />
  if (post.draft) return <Navigate to="/write" search={{ draft: id }} replace />
  return <ChangeForm id={id} keptAs={draftKey(viewer.id, `post:${id}`)} published={draftOf(post)} />
}

/** A form for a published post. What is typed is kept in this browser until it is saved. */
function ChangeForm({ id, keptAs, published }: { id: number; keptAs: string; published: Draft }) {
  const navigate = useNavigate()
  const stillHere = useStillHere()
  const change = useMutation(trpc.posts.update.mutationOptions({ onSuccess: postSaved }))
  const [restored, setRestored] = useState(() => keptDraft(keptAs, Draft))
  const [conflict, setConflict] = useState<Draft | null>(null)
  const [failure, setFailure] = useState('')
  const form = usePostForm(restored ?? published, (draft) => keepDraft(keptAs, draft))
  async function save(draft: Draft) {
    setFailure('')
    const { data, reason, error } = await safe(change, { id, ...changeOf(draft) })
    if (reason === 'STALE') return setConflict(draftOf(Stored.parse(currentOf(error))))
    if (!data) return setFailure(showErrors(form, error))
    dropDraft(keptAs)
    if (!stillHere()) return notify({ message: 'Your post is saved.' })
    // The back button must not lead to the form again.
    await navigate({ to: '/posts/$postId', params: { postId: String(id) }, replace: true })
  }
  function startAgain(from: Draft) {
    form.setValues(from)
    form.clearErrors()
    dropDraft(keptAs)
    setRestored(null)
    setConflict(null)
  }
  return (
    <>
      <PostForm
        heading="Edit the post"
        action="Save"
        form={form}
        onSubmit={save}
        state="Kept in this browser until then."
        failure={failure}
      >
        {restored && (
          <Restored
            text="These are your unsaved changes. They are kept in this browser."
            onDiscard={() => startAgain(published)}
          />
        )}
      </PostForm>
      <ConflictDialog
        mine={form.values}
        theirs={conflict}
        theirsName="Published now"
        action="Publish mine"
        onMine={() => {
          setConflict(null)
          if (conflict) void save({ ...form.values, base: conflict.base })
        }}
        onTheirs={() => conflict && startAgain(conflict)}
        onClose={() => setConflict(null)}
      />
    </>
  )
}
