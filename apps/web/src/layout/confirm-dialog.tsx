import { Button, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'

interface Props {
  opened: boolean
  title: string
  action: string
  pending: boolean
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** The dialog of `Confirm`. */
export default function ConfirmDialog({ opened, title, action, pending, onConfirm, onClose, children }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={title} centered>
      <Text size="sm" mb="lg">
        {children}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button
          color="red.8"
          loading={pending}
          onClick={() => {
            onConfirm()
            onClose()
          }}
        >
          {action}
        </Button>
      </Group>
    </Dialog>
  )
}
