import { useEffect, useState } from 'react'
import { draftKey, draftKeys, dropDraft, keepDraft, keptDraft } from '../drafts.ts'
import { notify } from '../layout/notify.ts'
import { plural } from '../layout/plural.ts'
import { client, queryClient, trpc } from '../trpc.ts'
import { creationOf, Draft, isStorable } from './draft.ts'
import { openTabs } from './tabs.ts'

/**
 * Takes over the texts that closed tabs left in this browser, because they could not be saved: they become drafts on the server.
 * One that the server does not take, because it is only a title, becomes the text of this tab, `own`.
 *
 * @returns whether all of them have been looked through.
 */
export function useLeftBehind(viewerId: number, own: string): boolean {
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    const prefix = draftKey(viewerId, 'new:')
    async function lookThrough() {
      const isOpen = await openTabs()
      let saved = 0
      for (const key of draftKeys(viewerId, 'new:')) {
        const draft = isOpen(key.slice(prefix.length)) ? null : keptDraft(key, Draft)
        if (!draft) continue
        // Taken out first: another tab may do the same.
        dropDraft(key)
        if (isStorable(draft)) {
          const isSaved = await client.posts.create.mutate({ ...creationOf(draft), draft: true }).catch(() => null)
          if (isSaved) saved++
          else keepDraft(key, draft)
        } else if (draft.title.trim()) keepDraft(keptDraft(own, Draft) ? key : own, draft)
      }
      setReady(true)
      if (saved === 0) return
      void queryClient.invalidateQueries(trpc.posts.drafts.pathFilter())
      void notify({ title: 'Saved in My drafts', message: `${plural(saved, 'text')} that this browser had kept.` })
    }
    void lookThrough()
  }, [viewerId, own])
  return isReady
}
