import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notify } from '../layout/notify.ts'
import { changePassword } from './session.ts'

/** Changes the password. */
export function PasswordForm() {
  const form = useForm({
    initialValues: { current: '', password: '' },
    validate: {
      current: (current) => (current ? null : 'Enter the password you have now'),
      password: (password) => (password.length >= 8 ? null : 'Take at least 8 characters'),
    },
  })
  async function submit({ current, password }: typeof form.values) {
    const refusal = await changePassword(current, password)
    if (refusal) return form.setErrors(refusal)
    form.reset()
    void notify({ message: 'Your password is changed.' })
  }
  const toggle = (what: string) => ({ visibilityToggleButtonProps: { 'aria-label': `Show the ${what} password` } })
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack>
        {form.errors[''] && (
          <Alert color="red" role="alert">
            {form.errors['']}
          </Alert>
        )}
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          {...toggle('current')}
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label="New password"
          autoComplete="new-password"
          {...toggle('new')}
          {...form.getInputProps('password')}
        />
        <Group>
          <Button type="submit" variant="default" loading={form.submitting}>
            Change the password
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
