import { createFileRoute } from '@tanstack/react-router'
import { FirstAccount } from '../account/first-account.tsx'
import { SignedIn } from '../account/signed-in.tsx'
import { NewPost } from '../editor/new-post.tsx'
import classes from '../layout/page.module.css'
import { allCategories } from '../posts/post-queries.ts'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/write')({
  loader: () => {
    void queryClient.prefetchQuery(allCategories)
  },
  component: Page,
})

function Page() {
  return (
    <SignedIn to="write a post">
      {(viewer) => (
        <>
          <div className={classes.measure}>
            <FirstAccount viewer={viewer} />
          </div>
          <NewPost viewerId={viewer.id} />
        </>
      )}
    </SignedIn>
  )
}
