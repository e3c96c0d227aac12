import { useMutation } from '@tanstack/react-query'
import { usePageTitle } from '../layout/page-title.ts'
import { queryClient, trpc } from '../trpc.ts'
import { draftKey } from './draft.ts'
import { Editor } from './editor.tsx'
import { postSaved } from './post-saved.ts'

/** A page to write a new post on. */
export function NewPost({ viewerId }: { viewerId: number }) {
  usePageTitle('Write a post')
  const creation = useMutation(
    trpc.posts.create.mutationOptions({
      onSuccess: (post) => {
        queryClient.setQueryData(trpc.posts.byId.queryKey({ id: post.id }), post)
        postSaved()
      },
    }),
  )
  return (
    <Editor
      heading="Write a post"
      action="Publish"
      draftKey={draftKey(viewerId)}
      initial={{ title: '', content: '', category: '', tags: [] }}
      save={({ title, content, category, tags }) =>
        creation.mutateAsync({
          title,
          content,
          ...(category.trim() && { category: { connectOrCreate: { name: category } } }),
          tags: { connectOrCreate: tags.map((name) => ({ name })) },
        })
      }
    />
  )
}
