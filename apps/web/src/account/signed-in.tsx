import { EmptyState, Skeleton, Stack } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ButtonLink } from '../layout/links.tsx'
import { LoadError } from '../layout/load-error.tsx'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { useViewer, type Viewer, viewerOptions } from '../viewer.ts'

interface Props {
  /** What one has to be signed in for: `write a post`. */
  to: string
  children: (viewer: Viewer) => ReactNode
}

/** A page for signed-in people. Others are asked to sign in, and come back here after it. */
export function SignedIn({ to, children }: Props) {
  const { isPending, error } = useQuery(viewerOptions)
  const viewer = useViewer()
  const here = useLocation({ select: (location) => location.href })
  if (viewer) return children(viewer)
  if (isPending) {
    return (
      <Stack className={classes.measure} role="status" aria-label="Loading">
        <Skeleton height={36} width="50%" />
        <Skeleton height={260} />
      </Stack>
    )
  }
  if (error) return <LoadError what="who you are" error={error} />
  return <SignInWanted to={to} next={here} />
}

function SignInWanted({ to, next }: { to: string; next: string }) {
  usePageTitle('Sign in')
  return (
    <EmptyState size="lg" mt="xl" icon={<IconLock />}>
      <h1 style={{ margin: 0 }}>Sign in first</h1>
      <EmptyState.Description>You need an account to {to}.</EmptyState.Description>
      <EmptyState.Actions>
        <ButtonLink to="/sign-in" search={{ next }}>
          Sign in
        </ButtonLink>
        <ButtonLink to="/sign-up" search={{ next }} variant="default">
          Create an account
        </ButtonLink>
      </EmptyState.Actions>
    </EmptyState>
  )
}
