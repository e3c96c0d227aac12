import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { Form } from '../layout/form.tsx'
import { notify } from '../layout/notify.ts'
import { safe } from '../safe.ts'
import { trpc } from '../trpc.ts'
import { accountChanged } from './account-changed.ts'
import { requestNewAddress } from './messages.ts'

/** The username and the e-mail address. */
export function NamesForm({ user }: { user: RouterOutputs['users']['byId'] }) {
  const change = useMutation(trpc.users.update.mutationOptions())
  const form = useForm({ initialValues: { username: user.username, email: user.email ?? '' } })
  async function submit({ username, email }: typeof form.values) {
    const { reason, error } = await safe(change, { id: user.id, username, ...(email !== user.email && { email }) })
    if (reason === 'CONFIRM_EMAIL') {
      // A confirmed address is changed by messages. The username is changed at once.
      if (username !== user.username) await change.mutateAsync({ id: user.id, username })
      accountChanged()
      const refusal = await requestNewAddress(email)
      if (refusal) return { email: refusal }
      void notify({ message: `Confirm the change with the message to ${user.email}, then with the one to ${email}.` })
      return null
    }
    if (error) throw error
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
