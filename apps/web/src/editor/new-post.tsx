import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { draftKey, draftKeys, dropDraft, keptDraft } from '../drafts.ts'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { safe } from '../safe.ts'
import { trpc } from '../trpc.ts'
import { Draft, newPostName } from './draft.ts'
import { Editor } from './editor.tsx'
import { postSaved } from './post-saved.ts'

/** A page to write a new post. */
export function NewPost({ viewerId }: { viewerId: number }) {
  usePageTitle('Write a post')
  const key = draftKey(viewerId, newPostName())
  const [others, setOthers] = useState(() => (keptDraft(key, Draft) ? [] : draftKeys(viewerId, 'new:')))
  const creation = useMutation(trpc.posts.create.mutationOptions({ onSuccess: postSaved }))
  /** Moves a draft that another tab left behind to this one. */
  function adopt(other: string) {
    localStorage.setItem(key, localStorage.getItem(other) ?? '')
    dropDraft(other)
    setOthers([])
  }
  return (
    <>
      {others.length > 0 && (
        <Group className={classes.measure} mb="lg" gap="xs">
          {others.slice(0, 3).map((other) => (
            <Button key={other} variant="default" size="compact-sm" onClick={() => adopt(other)}>
              Continue “{(keptDraft(other, Draft)?.title || 'Untitled').slice(0, 40)}”
            </Button>
          ))}
        </Group>
      )}
      <Editor
        // Another draft is another form.
        key={others.length}
        heading="Write a post"
        action="Publish"
        draftKey={key}
        initial={{ title: '', content: '', category: '', tags: [], base: 0 }}
        save={({ title, content, category, tags }) =>
          safe(creation, {
            title,
            content,
            ...(category.trim() && { category: { connectOrCreate: { name: category } } }),
            tags: { connectOrCreate: tags.map((name) => ({ name })) },
          })
        }
      />
    </>
  )
}
