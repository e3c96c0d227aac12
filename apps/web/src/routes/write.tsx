import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { FirstAccount } from '../account/first-account.tsx'
import { SignedIn } from '../account/signed-in.tsx'
import { NewPost } from '../editor/new-post.tsx'
import classes from '../layout/page.module.css'
import { allCategories } from '../posts/post-queries.ts'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/write')({
  validateSearch: z.object({ draft: z.catch(z.optional(z.int().check(z.positive())), undefined) }),
  loader: () => {
    void queryClient.prefetchQuery(allCategories)
  },
  component: Page,
})

function Page() {
  const { draft } = Route.useSearch()
  return (
    <SignedIn to="write a post">
      {(viewer) => (
        <>
          <div className={classes.measure}>
            <FirstAccount viewer={viewer} />
          </div>
          <NewPost viewer={viewer} draft={draft} />
        </>
      )}
    </SignedIn>
  )
}
