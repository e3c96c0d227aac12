import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page.module.css'

interface Props {
  /** What the row is about: its accessible name. */
  name: string
  title: ReactNode
  details: ReactNode
  icon?: ReactNode
  /** The buttons of the row. */
  children?: ReactNode
}

/** A row of a list: its title, some details, and what can be done with it. */
export function Row({ name, title, details, icon, children }: Props) {
  return (
    <article className={classes.row} aria-label={name}>
      {icon}
      <div>
        {title}
        <div className={classes.details}>{details}</div>
      </div>
      {children && (
        <Group gap="xs" ml="auto">
          {children}
        </Group>
      )}
    </article>
  )
}
