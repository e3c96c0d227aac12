import { Avatar, Group } from '@mantine/core'
import type { RouterOutputs } from '@trellis/api'
import type { ReactNode } from 'react'
import { TextLink } from '../layout/links.tsx'
import classes from './byline.module.css'

type Author = RouterOutputs['posts']['byId']['author']

/** The name to show of an author: the full name, else the username. */
export function nameOf(author: Author): string {
  return author.fullName ?? author.username
}

/** A link to the page of an author, by the name. */
export function AuthorLink({ username, children }: { username: string; children: ReactNode }) {
  return (
    <TextLink to="/authors/$username" params={{ username }} c="inherit" fw={600} dir="auto">
      {children}
    </TextLink>
  )
}

/** Who wrote something, and when. */
export function Byline({ author, children }: { author: Author; children: ReactNode }) {
  return (
    <Group gap="xs" wrap="nowrap" className={classes.byline}>
      <Avatar name={nameOf(author)} size={28} aria-hidden />
      <span className={classes.text}>
        <TextLink to="/authors/$username" params={{ username: author.username }} className={classes.name} dir="auto">
          {nameOf(author)}
        </TextLink>
        <span aria-hidden> · </span>
        <span className={classes.when}>{children}</span>
      </span>
    </Group>
  )
}
