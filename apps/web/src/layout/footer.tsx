import { Anchor } from '@mantine/core'
import classes from './page.module.css'

/** The foot of every page. */
export function Footer() {
  return (
    <footer className={classes.footer}>
      <span>Trellis: a blog and the people behind it.</span>
      <Anchor href="/docs" inherit>
        API
      </Anchor>
    </footer>
  )
}
