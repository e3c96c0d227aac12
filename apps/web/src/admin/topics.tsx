import { Text, TextInput } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Finder } from '../layout/finder.tsx'
import FormDialog from '../layout/form-dialog.tsx'
import { plural } from '../layout/plural.ts'
import { categoryList, tagList } from '../topics/topic-queries.ts'
import { queryClient, trpc } from '../trpc.ts'
import { Rows } from './rows.tsx'

interface Topic {
  id: number
  name: string
  postCount: number
}

/** What can be done with tags, and with categories. */
function useTopics() {
  const renameTag = useMutation(trpc.tags.rename.mutationOptions())
  const mergeTag = useMutation(trpc.tags.merge.mutationOptions())
  const deleteTag = useMutation(trpc.tags.delete.mutationOptions())
  const renameCategory = useMutation(trpc.categories.rename.mutationOptions())
  const deleteCategory = useMutation(trpc.categories.delete.mutationOptions())
  return {
    tags: {
      find: (q: string) => queryClient.fetchQuery(trpc.tags.list.queryOptions({ q, limit: 20 })),
      rename: renameTag.mutateAsync,
      merge: (id: number, into: number) => mergeTag.mutateAsync({ id, into }),
      remove: (id: number) => deleteTag.mutateAsync({ id }),
    },
    categories: {
      find: (q: string) => queryClient.fetchQuery(trpc.categories.list.queryOptions({ q, limit: 20 })),
      rename: renameCategory.mutateAsync,
      merge: (id: number, into: number) => deleteCategory.mutateAsync({ id, posts: { moveTo: into } }),
      remove: (id: number) => deleteCategory.mutateAsync({ id }),
    },
  }
}

/** Tags or categories: rename them, merge them, delete them. */
export function Topics({ noun, q }: { noun: 'tags' | 'categories'; q: string }) {
  const tags = useInfiniteQuery({ ...tagList(q), enabled: noun === 'tags', placeholderData: keepPreviousData })
  const categories = useInfiniteQuery({
    ...categoryList(q),
    enabled: noun === 'categories',
    placeholderData: keepPreviousData,
  })
  const { find, rename, merge, remove } = useTopics()[noun]
  const [open, setOpen] = useState<{ act: 'rename' | 'merge' | 'delete'; topic: Topic } | null>(null)
  const { act, topic } = open ?? { topic: { id: 0, name: '', postCount: 0 } }
  const posts = plural(topic.postCount, 'post')
  const close = () => setOpen(null)
  return (
    <>
      <Rows
        query={noun === 'tags' ? tags : categories}
        what={noun}
        acts={{ rename: 'Rename', merge: 'Merge', delete: 'Delete' }}
        onAct={(act, topic) => setOpen({ act, topic })}
        row={({ name, postCount }) => ({ name, details: plural(postCount, 'post') })}
      />
      {act === 'rename' && (
        <FormDialog
          title={`Rename ${topic.name}`}
          action="Rename"
          initial={{ name: topic.name }}
          save={({ name }) => rename({ id: topic.id, name })}
          onClose={close}
        >
          {(form) => <TextInput label="Name" maxLength={100} data-autofocus {...form.getInputProps('name')} />}
        </FormDialog>
      )}
      {act === 'merge' && (
        <FormDialog
          title={`Merge ${topic.name}`}
          action="Merge"
          initial={{ into: 0 }}
          validate={{ into: (into) => (into ? null : 'Choose where the posts go') }}
          save={({ into }) => merge(topic.id, into)}
          onClose={close}
        >
          {(form) => (
            <Finder
              label={`Move ${posts} to`}
              description={`“${topic.name}” is deleted then.`}
              what={noun}
              find={find}
              keeps
              data-autofocus
              onFound={(id) => form.setFieldValue('into', id ?? 0)}
              error={form.errors.into}
            />
          )}
        </FormDialog>
      )}
      {act === 'delete' && (
        <FormDialog
          title={`Delete ${topic.name}`}
          action="Delete"
          color="red.8"
          initial={{}}
          save={() => remove(topic.id)}
          onClose={close}
        >
          {() => <Text>{posts} will be without it, and stay.</Text>}
        </FormDialog>
      )}
    </>
  )
}
