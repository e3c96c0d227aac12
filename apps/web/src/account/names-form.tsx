import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { fieldErrors, messageOf } from '../errors.ts'
import { notify } from '../layout/notify.ts'
import { safe } from '../safe.ts'
import { trpc } from '../trpc.ts'
import { accountChanged } from './account-changed.ts'

/** What one signs in with. */
export function NamesForm({ user }: { user: RouterOutputs['users']['byId'] }) {
  const change = useMutation(trpc.users.update.mutationOptions())
  const form = useForm({ initialValues: { username: user.username, email: user.email ?? '' } })
  async function submit({ username, email }: typeof form.values) {
    const { reason, error } = await safe(change, { id: user.id, username, email })
    if (error) {
      const errors = fieldErrors(error, ['username', 'email'])
      if (reason === 'USERNAME_TAKEN') errors.username = error.message
      if (reason === 'EMAIL_TAKEN') errors.email = error.message
      return form.setErrors(Object.keys(errors).length > 0 ? errors : { '': messageOf(error) })
    }
    accountChanged()
    void notify({ message: 'Your names are saved.' })
  }
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        {form.errors[''] && (
          <Alert color="red" role="alert">
            {form.errors['']}
          </Alert>
        )}
        <TextInput label="Username" autoComplete="username" autoCapitalize="none" {...form.getInputProps('username')} />
        <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
        <Group>
          <Button type="submit" variant="default" loading={form.submitting}>
            Save the names
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
