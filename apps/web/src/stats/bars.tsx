import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { plural } from '../layout/plural.ts'
import classes from './bars.module.css'

interface Bar {
  key: string | number
  name: ReactNode
  /** The name as assistive technology reads it, if it is longer than the one that is shown. */
  longName?: string
  posts: number
}

/** Numbers of posts as bars: beside each other (`columns`) or one below the other (`rows`). */
export function Bars({ shape, bars }: { shape: 'columns' | 'rows'; bars: Bar[] }) {
  const most = Math.max(1, ...bars.map(({ posts }) => posts))
  return (
    <ol className={classes[shape]}>
      {bars.map(({ key, name, longName, posts }) => (
        <li key={key}>
          <span className={classes.name} aria-hidden={longName !== undefined} dir="auto">
            {name}
          </span>
          <VisuallyHidden>
            {longName} {plural(posts, 'post')}
          </VisuallyHidden>
          <span
            className={classes.bar}
            style={{ [shape === 'rows' ? 'width' : 'height']: `${(posts / most) * 100}%` }}
          />
          <span className={classes.count} aria-hidden>
            {posts}
          </span>
        </li>
      ))}
    </ol>
  )
}
