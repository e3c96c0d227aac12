import { Paper, Text } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { useSessionEnded } from '../viewer.ts'
import { ButtonLink } from './links.tsx'
import classes from './page.module.css'

/** Says that the session has ended, and offers a sign-in that leads back to this place. */
export function SessionEnded() {
  const { href, pathname } = useLocation()
  if (!useSessionEnded() || pathname === '/sign-in') return null
  return (
    <Paper className={classes.ended} role="alert" shadow="md" withBorder>
      <Text size="sm">Your session has ended. What you typed is kept in this browser.</Text>
      <ButtonLink to="/sign-in" search={{ next: href }} size="xs">
        Sign in again
      </ButtonLink>
    </Paper>
  )
}
