import { Button, EmptyState } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { PeopleSkeletons } from '../authors/authors-page.tsx'
import { draftKey, dropDraft } from '../drafts.ts'
import { Confirm } from '../layout/confirm.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { ButtonLink } from '../layout/links.tsx'
import { Moment } from '../layout/moment.tsx'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { Row } from '../layout/row.tsx'
import { byCursor, client, queryClient, trpc } from '../trpc.ts'

type Draft = RouterOutputs['posts']['drafts']['items'][number]

/** The drafts of the viewer, the newest change first. */
export function DraftsPage({ viewerId }: { viewerId: number }) {
  usePageTitle('My drafts')
  const query = useInfiniteQuery(trpc.posts.drafts.infiniteQueryOptions({ content: 'excerpt' }, byCursor))
  return (
    <div className={classes.measure}>
      <div className={classes.head}>
        <h1>My drafts</h1>
        <ButtonLink to="/write" ml={{ xs: 'auto' }} leftSection={<IconPencil size={16} />}>
          Write a post
        </ButtonLink>
      </div>
      <EndlessList
        query={query}
        what="your drafts"
        skeleton={<PeopleSkeletons />}
        empty={
          <EmptyState my="xl" icon={<IconPencil />} title="No draft">
            <EmptyState.Description>What you write is kept here until you publish it.</EmptyState.Description>
          </EmptyState>
        }
        keyOf={({ id }) => id}
      >
        {(draft) => (
          <Row
            name={draft.title}
            title={
              <Link to="/write" search={{ draft: draft.id }} className={classes.draft} dir="auto">
                {draft.title}
              </Link>
            }
            details={<Dates draft={draft} />}
          >
            <DeleteDraft draft={draft} viewerId={viewerId} />
          </Row>
        )}
      </EndlessList>
    </div>
  )
}

/** A draft that was never published has no other date than that of its last change. */
function Dates({ draft: { createdAt, updatedAt } }: { draft: Draft }) {
  return (
    <>
      Changed <Moment at={updatedAt} />
      {createdAt !== updatedAt && (
        <>
          {' '}
          · first published <Moment at={createdAt} />
        </>
      )}
    </>
  )
}

function DeleteDraft({ draft: { id, title }, viewerId }: { draft: Draft; viewerId: number }) {
  async function remove() {
    await client.posts.delete.mutate({ id })
    dropDraft(draftKey(viewerId, `draft:${id}`))
    queryClient.removeQueries(trpc.posts.byId.queryFilter({ id }))
  }
  return (
    <Confirm
      title="Delete this draft?"
      action="Delete"
      save={remove}
      trigger={(open) => (
        <Button size="xs" variant="default" aria-label={`Delete: ${title}`} onClick={open}>
          Delete
        </Button>
      )}
    >
      “{title}” cannot be brought back.
    </Confirm>
  )
}
