import { Button } from '@mantine/core'
import classes from './news.module.css'

/** Offers what is new in a list, above it: the list itself does not move under the reader. `label`: `3 new posts`; nothing without one. */
export function News({ label, onShow }: { label: string | undefined; onShow: () => void }) {
  return (
    <div className={classes.place} role="status">
      {label && (
        <Button size="xs" radius="xl" className={classes.button} onClick={onShow}>
          {label}
        </Button>
      )}
    </div>
  )
}
