import { PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Form } from '../layout/form.tsx'
import { notify } from '../layout/notify.ts'
import { changePassword } from './session.ts'

/** Changes the password. */
export function PasswordForm() {
  const form = useForm({
    initialValues: { current: '', password: '' },
    validate: {
      current: (current) => (current ? null : 'Enter the password you have now'),
      password: (password) => (password.length >= 8 ? null : 'Use at least 8 characters'),
    },
  })
  async function submit({ current, password }: typeof form.values) {
    const refusal = await changePassword(current, password)
    if (refusal) return refusal
    form.reset()
    void notify({ message: 'Your password is changed.' })
    return null
  }
  const field = (label: string, name: 'current' | 'password', autoComplete: string) => (
    <PasswordInput
      label={label}
      autoComplete={autoComplete}
      visibilityToggleButtonProps={{ 'aria-label': `Show the ${label.toLowerCase()}` }}
      {...form.getInputProps(name)}
    />
  )
  return (
    <Form form={form} submit={submit} action="Change the password">
      {field('Current password', 'current', 'current-password')}
      {field('New password', 'password', 'new-password')}
    </Form>
  )
}
