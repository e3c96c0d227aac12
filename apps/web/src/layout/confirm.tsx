import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'

interface Props {
  title: string
  /** What the button that does it says. */
  action: string
  pending: boolean
  onConfirm: () => void
  trigger: (open: () => void) => ReactNode
  children: ReactNode
}

/** Asks before something is done that cannot be undone. */
export function Confirm({ title, action, pending, onConfirm, trigger, children }: Props) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      {trigger(open)}
      <Dialog opened={opened} onClose={close} title={title} centered>
        <Text size="sm" mb="lg">
          {children}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button
            color="red.8"
            loading={pending}
            onClick={() => {
              onConfirm()
              close()
            }}
          >
            {action}
          </Button>
        </Group>
      </Dialog>
    </>
  )
}
