import { Modal, type ModalRootProps } from '@mantine/core'
import classes from './page.module.css'

/**
 * Gives the focus to a dialog in the moment in which it is shown, and keeps it there until the dialog is gone. The focus trap
 * of Mantine does so a moment later, and takes the focus from a field in which somebody types by then.
 */
function keepFocus(dialog: HTMLElement | null) {
  const page = document.getElementById('root')
  if (!dialog || !page) return
  const before = document.activeElement
  page.inert = true
  const first = dialog.querySelector<HTMLElement>('[data-autofocus]') ?? dialog
  first.focus({ preventScroll: true })
  return () => {
    page.inert = false
    if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  }
}

/** A dialog with its title and a button to close it. */
export function Dialog({ title, children, ...props }: ModalRootProps & { title: string }) {
  return (
    <Modal.Root {...props} trapFocus={false}>
      <Modal.Overlay />
      <Modal.Content ref={keepFocus} className={classes.dialog}>
        {/* Not `Modal.Header`: as a `header` element it would be a second banner of the page. */}
        <div className={classes.dialogHead}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
