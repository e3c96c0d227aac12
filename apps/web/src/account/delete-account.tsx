import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { RouterOutputs } from '@trellis/api'
import { DeleteAccountDialog } from './delete-account-dialog.tsx'

/** Opens the dialog that deletes the account. */
export function DeleteAccount({ user }: { user: RouterOutputs['users']['byId'] }) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button color="red.8" variant="outline" c="var(--mantine-color-error)" onClick={open}>
        Delete the account…
      </Button>
      <DeleteAccountDialog user={user} opened={opened} onClose={close} />
    </>
  )
}
