import { Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { usePart } from './part.ts'

interface Props {
  title: string
  /** The label of the button that does it. */
  action: string
  save: () => Promise<unknown>
  trigger: (open: () => void) => ReactNode
  children: ReactNode
}

/** Asks before an action that cannot be undone. */
export function Confirm({ title, action, save, trigger, children }: Props) {
  const { Part: FormDialog, ask } = usePart(() => import('./form-dialog.tsx'))
  const [opened, setOpened] = useState(false)
  const open = () => {
    setOpened(true)
    void ask()
  }
  return (
    <>
      {trigger(open)}
      {opened && FormDialog && (
        <FormDialog
          title={title}
          action={action}
          color="red.8"
          initial={{}}
          save={save}
          onClose={() => setOpened(false)}
        >
          {() => <Text size="sm">{children}</Text>}
        </FormDialog>
      )}
    </>
  )
}
