import { Avatar, Group } from '@mantine/core'
import type { RouterOutputs } from '@trellis/api'
import { TextLink } from '../layout/links.tsx'
import { Moment } from '../layout/moment.tsx'
import classes from './byline.module.css'

type Author = RouterOutputs['posts']['byId']['author']

/** What somebody is called: their name, or their username if they gave none. */
export function nameOf(author: Author): string {
  return author.fullName ?? author.username
}

/** Who wrote something, and when. */
export function Byline({ author, at, size = 28 }: { author: Author; at: string; size?: number }) {
  return (
    <Group gap="xs" wrap="nowrap" className={classes.byline}>
      <Avatar name={nameOf(author)} color="leaf" size={size} aria-hidden />
      <span className={classes.text}>
        <TextLink to="/authors/$username" params={{ username: author.username }} className={classes.name}>
          {nameOf(author)}
        </TextLink>
        <span aria-hidden> · </span>
        <span className={classes.when}>
          <Moment at={at} />
        </span>
      </span>
    </Group>
  )
}
