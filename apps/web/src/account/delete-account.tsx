import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { draftKeys, dropDraft } from '../drafts.ts'
import { notify } from '../layout/notify.ts'
import { DeleteAccountDialog } from './delete-account-dialog.tsx'
import { leaveAfterDeletion } from './session.ts'

/** Opens the dialog that deletes the account of the viewer. */
export function DeleteAccount({ user }: { user: RouterOutputs['users']['byId'] }) {
  const [opened, { open, close }] = useDisclosure()
  const navigate = useNavigate()
  async function leave() {
    for (const key of draftKeys(user.id)) dropDraft(key)
    await navigate({ to: '/' })
    await leaveAfterDeletion()
    void notify({ title: 'Your account is deleted', message: 'Thank you for having been here.' })
  }
  return (
    <>
      <Button color="red.8" variant="outline" c="var(--mantine-color-error)" onClick={open}>
        Delete the account…
      </Button>
      {opened && <DeleteAccountDialog user={user} title="Delete your account" onDeleted={leave} onClose={close} />}
    </>
  )
}
