import { List, Skeleton, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import FormDialog from '../layout/form-dialog.tsx'
import { LoadError } from '../layout/load-error.tsx'
import { plural } from '../layout/plural.ts'
import { client, trpc } from '../trpc.ts'

interface Props {
  user: { id: number; username: string }
  title: string
  onDeleted?: () => Promise<void>
  onClose: () => void
}

/** Shows what is deleted with an account, and deletes it. */
export function DeleteAccountDialog({ user: { id, username }, title, onDeleted, onClose }: Props) {
  // Static: after the deletion there is nothing to read again.
  const preview = useQuery({ ...trpc.users.deletionPreview.queryOptions({ id }), staleTime: 'static', gcTime: 0 })
  const gone = preview.data
  return (
    <FormDialog
      title={title}
      action="Delete for good"
      color="red.8"
      disabled={!gone}
      initial={{ username: '' }}
      validate={{ username: (typed) => (typed.trim() === username ? null : `Type ${username} to confirm`) }}
      save={async () => {
        await client.users.delete.mutate({ id })
        await onDeleted?.()
      }}
      onClose={onClose}
    >
      {(form) => (
        <>
          {gone ? (
            <List size="sm" spacing={4}>
              <List.Item>{plural(gone.posts, 'post')}</List.Item>
              <List.Item>{plural(gone.comments, 'comment')}, with those below these posts</List.Item>
              <List.Item>{plural(gone.likes, 'like')}, with those of these posts</List.Item>
              <List.Item>
                {plural(gone.followers, 'follower')}, and {plural(gone.following, 'author')} followed
              </List.Item>
              <List.Item>the profile, and the name in the list of authors</List.Item>
            </List>
          ) : preview.error ? (
            <LoadError what="what is deleted" error={preview.error} />
          ) : (
            <Skeleton height={150} />
          )}
          <Text size="sm">Replies of others stay. This cannot be undone.</Text>
          <TextInput
            label={`Type ${username} to confirm`}
            autoComplete="off"
            autoCapitalize="none"
            {...form.getInputProps('username')}
          />
        </>
      )}
    </FormDialog>
  )
}
