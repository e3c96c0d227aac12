import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { Form } from '../layout/form.tsx'
import { TextLink } from '../layout/links.tsx'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { requestReset } from './messages.ts'

/** Asks for a message with a link to reset the password. */
export function ForgotPassword() {
  usePageTitle('Forgot your password')
  const [sentTo, setSentTo] = useState<string>()
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (email) => (email.trim() ? null : 'Enter your e-mail address') },
  })
  async function submit({ email }: typeof form.values) {
    const refusal = await requestReset(email.trim())
    if (!refusal) setSentTo(email.trim())
    return refusal
  }
  return (
    <div className={classes.narrow}>
      {sentTo === undefined ? (
        <>
          <h1>Forgot your password?</h1>
          <Form form={form} submit={submit} action="Send the link" variant="filled">
            <TextInput
              label="E-mail"
              description="You get a link to choose a new password"
              type="email"
              autoComplete="email"
              autoFocus
              {...form.getInputProps('email')}
            />
          </Form>
        </>
      ) : (
        <>
          <h1>Look into your mailbox</h1>
          <p role="status">
            If there is an account with the address {sentTo}, a message is on its way to it. Its link works for one
            hour.
          </p>
        </>
      )}
      <p>
        <TextLink to="/sign-in" underline="always">
          Back to the sign-in
        </TextLink>
      </p>
    </div>
  )
}
