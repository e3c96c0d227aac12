import { Text } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { nameOf } from '../authors/byline.tsx'
import FormDialog from '../layout/form-dialog.tsx'
import { ButtonLink, TextLink } from '../layout/links.tsx'
import { Moment } from '../layout/moment.tsx'
import { plural } from '../layout/plural.ts'
import { byCursor, client, trpc } from '../trpc.ts'
import { Rows } from './rows.tsx'

/** The posts of the site, newest first: find them, delete them. */
export function Posts({ q }: { q: string }) {
  const newest = useInfiniteQuery({
    ...trpc.posts.list.infiniteQueryOptions({ content: 'excerpt' }, byCursor),
    enabled: q === '',
  })
  const found = useInfiniteQuery({
    ...trpc.search.posts.infiniteQueryOptions({ q, content: 'excerpt' }, byCursor),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    select: ({ pages, ...data }) => ({
      ...data,
      pages: pages.map(({ items, ...page }) => ({ ...page, items: items.map(({ post }) => post) })),
    }),
  })
  return (
    <Rows
      query={q ? found : newest}
      what="posts"
      q={q}
      next={<ButtonLink to="/write">Write a post</ButtonLink>}
      row={({ id, title, author, createdAt, commentCount, likeCount }) => ({
        name: title,
        title: (
          <TextLink to="/posts/$postId" params={{ postId: String(id) }} fw={600} c="inherit" dir="auto">
            {title}
          </TextLink>
        ),
        details: (
          <>
            {nameOf(author)} · <Moment at={createdAt} /> · {plural(commentCount, 'comment')} ·{' '}
            {plural(likeCount, 'like')}
          </>
        ),
      })}
      acts={{
        Delete: ({ id, title, commentCount, likeCount }, close) => (
          <FormDialog
            title="Delete this post?"
            action="Delete"
            color="red.8"
            initial={{}}
            save={() => client.posts.delete.mutate({ id })}
            onClose={close}
          >
            {() => (
              <Text size="sm">
                “{title}” goes with {plural(commentCount, 'comment')} and {plural(likeCount, 'like')}. This cannot be
                undone.
              </Text>
            )}
          </FormDialog>
        ),
      }}
    />
  )
}
