import { type ReactNode, useState } from 'react'
import { usePart } from './part.ts'

interface Props {
  title: string
  /** The label of the button that does it. */
  action: string
  pending: boolean
  onConfirm: () => void
  trigger: (open: () => void) => ReactNode
  children: ReactNode
}

/** Asks before an action that cannot be undone. */
export function Confirm({ trigger, ...props }: Props) {
  const { Part: ConfirmDialog, ask } = usePart(() => import('./confirm-dialog.tsx'))
  const [opened, setOpened] = useState(false)
  const open = () => {
    setOpened(true)
    void ask()
  }
  return (
    <>
      {trigger(open)}
      {ConfirmDialog && <ConfirmDialog {...props} opened={opened} onClose={() => setOpened(false)} />}
    </>
  )
}
