import { PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from '@tanstack/react-router'
import { Form } from '../layout/form.tsx'
import { TextLink } from '../layout/links.tsx'
import { notify } from '../layout/notify.ts'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { resetPassword } from './messages.ts'

/** Sets a new password, with the token of a message. */
export function ResetPassword({ token }: { token: string }) {
  usePageTitle('Reset your password')
  const router = useRouter()
  const form = useForm({
    initialValues: { newPassword: '' },
    validate: { newPassword: (password) => (password.length >= 8 ? null : 'Use at least 8 characters') },
  })
  async function submit({ newPassword }: typeof form.values) {
    const refusal = await resetPassword(token, newPassword)
    if (refusal) return { newPassword: refusal.newPassword ?? refusal.password, '': refusal[''] }
    void notify({ message: 'Your password is changed. Sign in with it.' })
    await router.navigate({ to: '/sign-in', replace: true })
    return null
  }
  return (
    <div className={classes.narrow}>
      <h1>Choose a new password</h1>
      <Form form={form} submit={submit} action="Set the password" variant="filled">
        <PasswordInput
          label="New password"
          description="At least 8 characters. You are signed out on all devices."
          autoComplete="new-password"
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          {...form.getInputProps('newPassword')}
        />
      </Form>
      <p>
        Is the link too old?{' '}
        <TextLink to="/forgot-password" underline="always">
          Ask for another
        </TextLink>
      </p>
    </div>
  )
}
