import { Text, TextInput } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Finder } from '../layout/finder.tsx'
import FormDialog from '../layout/form-dialog.tsx'
import { plural } from '../layout/plural.ts'
import { categoryList, tagList } from '../topics/topic-queries.ts'
import { client, queryClient, trpc } from '../trpc.ts'
import { Rows } from './rows.tsx'

/** The calls for tags, and for categories. */
const calls = {
  tags: {
    find: (q: string) => queryClient.fetchQuery(trpc.tags.list.queryOptions({ q, limit: 20 })),
    rename: client.tags.rename.mutate,
    merge: (id: number, into: number) => client.tags.merge.mutate({ id, into }),
    remove: client.tags.delete.mutate,
  },
  categories: {
    find: (q: string) => queryClient.fetchQuery(trpc.categories.list.queryOptions({ q, limit: 20 })),
    rename: client.categories.rename.mutate,
    merge: (id: number, into: number) => client.categories.delete.mutate({ id, posts: { moveTo: into } }),
    remove: client.categories.delete.mutate,
  },
}

/** Tags or categories: rename them, merge them, delete them. */
export function Topics({ noun, q }: { noun: 'tags' | 'categories'; q: string }) {
  const tags = useInfiniteQuery({ ...tagList(q), enabled: noun === 'tags', placeholderData: keepPreviousData })
  const categories = useInfiniteQuery({
    ...categoryList(q),
    enabled: noun === 'categories',
    placeholderData: keepPreviousData,
  })
  const { find, rename, merge, remove } = calls[noun]
  return (
    <Rows
      query={noun === 'tags' ? tags : categories}
      what={noun}
      row={({ name, postCount }) => ({ name, details: plural(postCount, 'post') })}
      acts={{
        Rename: ({ id, name }, close) => (
          <FormDialog
            title={`Rename ${name}`}
            action="Rename"
            initial={{ name }}
            save={({ name }) => rename({ id, name })}
            onClose={close}
          >
            {(form) => <TextInput label="Name" maxLength={100} data-autofocus {...form.getInputProps('name')} />}
          </FormDialog>
        ),
        Merge: ({ id, name, postCount }, close) => (
          <FormDialog
            title={`Merge ${name}`}
            action="Merge"
            initial={{ into: 0 }}
            validate={{ into: (into) => (into ? null : 'Choose where the posts go') }}
            save={({ into }) => merge(id, into)}
            onClose={close}
          >
            {(form) => (
              <Finder
                label={`Move ${plural(postCount, 'post')} to`}
                description={`“${name}” is deleted then.`}
                what={noun}
                find={find}
                keeps
                data-autofocus
                onFound={(id) => form.setFieldValue('into', id ?? 0)}
                error={form.errors.into}
              />
            )}
          </FormDialog>
        ),
        Delete: ({ id, name, postCount }, close) => (
          <FormDialog
            title={`Delete ${name}`}
            action="Delete"
            color="red.8"
            initial={{}}
            save={() => remove({ id })}
            onClose={close}
          >
            {() => <Text>{plural(postCount, 'post')} will be without it, and stay.</Text>}
          </FormDialog>
        ),
      }}
    />
  )
}
