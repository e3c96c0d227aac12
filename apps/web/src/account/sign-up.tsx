import { PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from '@tanstack/react-router'
import { Form } from '../layout/form.tsx'
import { TextLink } from '../layout/links.tsx'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { nextPage } from './next.ts'
import { signUp } from './session.ts'

/** Creates an account, and goes on to where one came from. */
export function SignUp({ next }: { next: string | undefined }) {
  usePageTitle('Sign up')
  const router = useRouter()
  // The server checks all fields at once.
  const form = useForm({ initialValues: { name: '', username: '', email: '', password: '' } })
  async function submit(account: typeof form.values) {
    const refusal = await signUp(account)
    if (!refusal) router.history.replace(nextPage(next))
    return refusal
  }
  return (
    <div className={classes.narrow}>
      <h1>Create an account</h1>
      <Form form={form} submit={submit} action="Sign up" variant="filled" w="100%">
        <TextInput label="Name" autoComplete="name" autoFocus {...form.getInputProps('name')} />
        <TextInput
          label="Username"
          description="Letters, digits, dots, dashes and underscores"
          autoComplete="username"
          autoCapitalize="none"
          {...form.getInputProps('username')}
        />
        <TextInput
          label="E-mail"
          description="Only you see it"
          type="email"
          autoComplete="email"
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          description="At least 8 characters"
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          {...form.getInputProps('password')}
        />
      </Form>
      <Stack mt="md">
        <Text size="sm" c="dimmed">
          Have an account?{' '}
          <TextLink to="/sign-in" search={{ next }} underline="always">
            Sign in
          </TextLink>
        </Text>
      </Stack>
    </div>
  )
}
