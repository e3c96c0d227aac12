import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { draftKey, keepDraft, keptDraft } from '../drafts.ts'
import { notify } from '../layout/notify.ts'
import { usePageTitle } from '../layout/page-title.ts'
import { useStillHere } from '../layout/still-here.ts'
import { safe } from '../safe.ts'
import { trpc } from '../trpc.ts'
import { type Place, useAutosave } from './autosave.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { Draft } from './draft.ts'
import { PostForm, showErrors, usePostForm } from './post-form.tsx'
import { postSaved } from './post-saved.ts'

const states: Record<Place, string> = {
  nowhere: 'Saved as a draft while you write.',
  underway: 'Saving…',
  server: 'Draft saved',
  browser: 'Kept in this browser, and saved as a draft as soon as that is possible.',
}

interface Props {
  viewerId: number
  id?: number
  /** The key under which this browser keeps the text until the server has it. */
  keptAs: string
  /** What the server has. */
  stored: Draft
  onCreated?: (id: number) => void
}

/** A form for a post that is not published yet. */
export function DraftEditor({ viewerId, id, keptAs, stored, onCreated }: Props) {
  usePageTitle(id ? 'Draft' : 'Write a post')
  const navigate = useNavigate()
  const stillHere = useStillHere()
  const publication = useMutation(trpc.posts.publish.mutationOptions({ onSuccess: postSaved }))
  const [conflict, setConflict] = useState<Draft | null>(null)
  const [failure, setFailure] = useState('')
  const [first] = useState(() => keptDraft(keptAs, Draft) ?? stored)
  const autosave = useAutosave({
    viewerId,
    id,
    keptAs,
    stored,
    first,
    onCreated: (id) => onCreated?.(id),
    onConflict: setConflict,
    onPublished: (id, draft) => {
      // From here on it is a change of a published post.
      keepDraft(draftKey(viewerId, `post:${id}`), draft)
      autosave.drop()
      void navigate({ to: '/posts/$postId/edit', params: { postId: String(id) }, replace: true })
    },
  })
  const form = usePostForm(first, autosave.changed)

  async function publish() {
    setFailure('')
    const { id, error } = await autosave.flush()
    if (error) return setFailure(showErrors(form, error))
    if (!id) return
    const { data: post, error: refusal } = await safe(publication, { id })
    if (!post) return setFailure(showErrors(form, refusal))
    autosave.drop()
    if (!stillHere()) return notify({ message: 'Your post is published.' })
    // The back button must not lead to the form again.
    await navigate({ to: '/posts/$postId', params: { postId: String(post.id) }, replace: true })
  }
  function take(theirs: Draft) {
    autosave.resolve(theirs)
    form.setValues(theirs)
    form.clearErrors()
    setConflict(null)
  }
  return (
    <>
      <PostForm
        heading="Write a post"
        action="Publish"
        form={form}
        onSubmit={publish}
        state={states[autosave.place]}
        failure={failure}
      />
      <ConflictDialog
        mine={form.values}
        theirs={conflict}
        theirsName="Saved now"
        action="Keep mine"
        onMine={() => {
          if (conflict) autosave.resolve(conflict)
          setConflict(null)
          autosave.changed(form.getValues())
        }}
        onTheirs={() => conflict && take(conflict)}
        onClose={() => setConflict(null)}
      />
    </>
  )
}
