import { Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { nameOf } from '../authors/byline.tsx'
import FormDialog from '../layout/form-dialog.tsx'
import { ButtonLink, TextLink } from '../layout/links.tsx'
import { Moment } from '../layout/moment.tsx'
import { byCursor, client, trpc } from '../trpc.ts'
import { Rows } from './rows.tsx'

/** How many characters of a comment a row has. */
const SHOWN = 200

/** The comments on all posts, newest first: read them, delete them. */
export function Comments() {
  const query = useInfiniteQuery(trpc.comments.latest.infiniteQueryOptions({}, byCursor))
  return (
    <Rows
      query={query}
      what="comments"
      q=""
      next={<ButtonLink to="/">Read the posts</ButtonLink>}
      row={({ body, author, post, createdAt }) => {
        const [text, by] = [body ?? '', author ? nameOf(author) : 'somebody']
        return {
          name: `comment by ${by}: ${text.slice(0, 40)}`,
          title: (
            <Text dir="auto" lineClamp={3}>
              {text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}
            </Text>
          ),
          details: (
            <>
              {by} · <Moment at={createdAt} /> · on{' '}
              <TextLink to="/posts/$postId" params={{ postId: String(post.id) }} hash="comments" size="sm" dir="auto">
                {post.title}
              </TextLink>
            </>
          ),
        }
      }}
      acts={{
        Delete: ({ id, body, author }, close) => (
          <FormDialog
            title="Delete this comment?"
            action="Delete"
            color="red.8"
            initial={{}}
            save={() => client.comments.delete.mutate({ id })}
            onClose={close}
          >
            {() => (
              <Text size="sm" lineClamp={6}>
                “{body}” by {author ? nameOf(author) : 'somebody'} cannot be brought back. Replies to it stay.
              </Text>
            )}
          </FormDialog>
        ),
      }}
    />
  )
}
