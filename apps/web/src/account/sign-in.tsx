import { PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from '@tanstack/react-router'
import { Form } from '../layout/form.tsx'
import { TextLink } from '../layout/links.tsx'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { nextPage } from './next.ts'
import { signIn } from './session.ts'

/** Signs in, and goes on to where one came from. */
export function SignIn({ next }: { next: string | undefined }) {
  usePageTitle('Sign in')
  const router = useRouter()
  const form = useForm({
    initialValues: { login: '', password: '' },
    validate: {
      login: (login) => (login.trim() ? null : 'Enter your username or e-mail address'),
      password: (password) => (password ? null : 'Enter your password'),
    },
  })
  async function submit({ login, password }: typeof form.values) {
    const refusal = await signIn(login.trim(), password)
    if (refusal) return { login: refusal.username ?? refusal.email, password: refusal.password, '': refusal[''] }
    router.history.replace(nextPage(next))
    return null
  }
  return (
    <div className={classes.narrow}>
      <h1>Sign in</h1>
      <Form form={form} submit={submit} action="Sign in" variant="filled" w="100%">
        <TextInput
          label="Username or e-mail"
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          {...form.getInputProps('login')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          {...form.getInputProps('password')}
        />
      </Form>
      <Stack mt="md">
        <Text size="sm" c="dimmed">
          <TextLink to="/forgot-password" underline="always">
            Forgot your password?
          </TextLink>
        </Text>
        <Text size="sm" c="dimmed">
          New here?{' '}
          <TextLink to="/sign-up" search={{ next }} underline="always">
            Create an account
          </TextLink>
        </Text>
      </Stack>
    </div>
  )
}
