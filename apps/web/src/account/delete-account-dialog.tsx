import { Alert, Button, Group, List, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { draftKeys, dropDraft } from '../drafts.ts'
import { messageOf } from '../errors.ts'
import { Dialog } from '../layout/dialog.tsx'
import { LoadError } from '../layout/load-error.tsx'
import { notify } from '../layout/notify.ts'
import { plural } from '../layout/plural.ts'
import { trpc } from '../trpc.ts'
import { leaveAfterDeletion } from './session.ts'

interface Props {
  user: RouterOutputs['users']['byId']
  opened: boolean
  onClose: () => void
}

/** Shows what is deleted with an account, and deletes it. */
export function DeleteAccountDialog({ user, opened, onClose }: Props) {
  const navigate = useNavigate()
  const preview = useQuery({
    ...trpc.users.deletionPreview.queryOptions({ id: user.id }),
    enabled: opened,
    staleTime: 0,
  })
  const removal = useMutation(trpc.users.delete.mutationOptions())
  const form = useForm({
    initialValues: { username: '' },
    validate: {
      username: (username) => (username.trim() === user.username ? null : `Type ${user.username} to confirm`),
    },
  })
  async function submit() {
    try {
      await removal.mutateAsync({ id: user.id })
    } catch (error) {
      return form.setErrors({ '': messageOf(error) })
    }
    for (const key of draftKeys(user.id)) dropDraft(key)
    await navigate({ to: '/' })
    await leaveAfterDeletion()
    void notify({ title: 'Your account is deleted', message: 'Thank you for having been here.' })
  }
  return (
    <Dialog opened={opened} onClose={onClose} title="Delete your account" size="lg">
      <form onSubmit={form.onSubmit(submit)}>
        <Stack>
          {preview.data ? (
            <Going gone={preview.data} />
          ) : preview.error ? (
            <LoadError what="what would go" error={preview.error} />
          ) : (
            <Skeleton height={120} />
          )}
          <TextInput
            label={`Type ${user.username} to confirm`}
            autoComplete="off"
            autoCapitalize="none"
            {...form.getInputProps('username')}
          />
          {form.errors[''] && (
            <Alert color="red" role="alert">
              {form.errors['']}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Keep the account
            </Button>
            <Button type="submit" color="red.8" loading={form.submitting} disabled={!preview.data}>
              Delete for good
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** What a deletion takes along. */
function Going({ gone }: { gone: RouterOutputs['users']['deletionPreview'] }) {
  return (
    <div>
      <Text mb={6}>This goes:</Text>
      <List size="sm" spacing={4}>
        <List.Item>{plural(gone.posts, 'post')}</List.Item>
        <List.Item>
          {plural(gone.comments, 'comment')}: yours, those under your posts, and the replies to them
        </List.Item>
        <List.Item>{plural(gone.likes, 'like')}: yours, and those of your posts</List.Item>
        <List.Item>
          {plural(gone.followers, 'follower')}, and {plural(gone.following, 'author')} you follow
        </List.Item>
        <List.Item>your profile, and your name in the list of authors</List.Item>
      </List>
    </div>
  )
}
