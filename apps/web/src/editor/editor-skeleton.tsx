import { Skeleton, Stack } from '@mantine/core'
import classes from '../layout/page.module.css'

/** The shape of the form of a post. */
export function EditorSkeleton() {
  return (
    <Stack className={classes.measure} role="status" aria-label="Loading the post">
      <Skeleton height={36} width="50%" />
      <Skeleton height={260} />
    </Stack>
  )
}
