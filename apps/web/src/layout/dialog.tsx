import { Modal, type ModalRootProps } from '@mantine/core'
import classes from './page.module.css'

/** A dialog with its title and a button to close it. */
export function Dialog({ title, children, ...props }: ModalRootProps & { title: string }) {
  return (
    <Modal.Root {...props}>
      <Modal.Overlay />
      <Modal.Content>
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
