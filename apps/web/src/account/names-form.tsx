import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { Form } from '../layout/form.tsx'
import { notify } from '../layout/notify.ts'
import { trpc } from '../trpc.ts'
import { accountChanged } from './account-changed.ts'

/** What one signs in with. */
export function NamesForm({ user }: { user: RouterOutputs['users']['byId'] }) {
  const change = useMutation(trpc.users.update.mutationOptions())
  const form = useForm({ initialValues: { username: user.username, email: user.email ?? '' } })
  async function submit({ username, email }: typeof form.values) {
    await change.mutateAsync({ id: user.id, username, ...(email !== user.email && { email }) })
    accountChanged()
    void notify({ message: 'Your names are saved.' })
    return null
  }
  return (
    <Form form={form} submit={submit} action="Save the names">
      <TextInput label="Username" autoComplete="username" autoCapitalize="none" {...form.getInputProps('username')} />
      <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
    </Form>
  )
}
