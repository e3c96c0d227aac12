import { Alert, Button, type ButtonProps, Group, PasswordInput, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type ReactNode, useState } from 'react'
import { confirmPassword } from '../account/session.ts'
import { asksForPassword, formErrors } from '../errors.ts'

interface Props<Values extends Record<string, unknown>> extends ButtonProps {
  form: UseFormReturnType<Values>
  /** The label of the button. */
  action: string
  /** Sends the form. Returns or throws what is wrong: a message by field, `''` for one about no field; `null` if nothing is. */
  submit: (values: Values) => Promise<object | null>
  /** A button beside that of the form. */
  aside?: ReactNode
  children: ReactNode
}

/** Gives the focus to the first field that is wrong: it may be off the screen, and a screen reader reads its message. */
export function focusFirst<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  errors: object,
): void {
  // In the order of the form: a server answers in an order of its own.
  const first = Object.keys(form.getValues()).find((name) => name in errors)
  if (first) form.getInputNode(first)?.focus()
}

/** A form that shows what is wrong with it. It asks for the password where the server wants a recent sign-in. */
export function Form<Values extends Record<string, unknown>>(props: Props<Values>) {
  const { form, action, submit, aside, children, ...button } = props
  const [password, setPassword] = useState<string | null>(null)
  const refuse = (errors: object) => {
    form.setErrors({ ...errors })
    focusFirst(form, errors)
  }
  async function send(values: Values) {
    try {
      const errors = (password !== null && (await confirmPassword(password))) || (await submit(values))
      if (errors) refuse(errors)
      else setPassword(null)
    } catch (error) {
      if (asksForPassword(error)) setPassword('')
      else refuse(formErrors(error, Object.keys(form.getValues())))
    }
  }
  return (
    <form onSubmit={form.onSubmit(send, (errors) => focusFirst(form, errors))} noValidate>
      <Stack>
        {form.errors[''] && (
          <Alert color="red" role="alert">
            {form.errors['']}
          </Alert>
        )}
        {children}
        {password !== null && (
          <PasswordInput
            label="Your password"
            description="You signed in more than 5 minutes ago. Confirm that it is you."
            autoComplete="current-password"
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': 'Show your password' }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={form.errors.confirmation}
          />
        )}
        <Group justify={aside ? 'flex-end' : 'flex-start'}>
          {aside}
          <Button type="submit" variant="default" loading={form.submitting} {...button}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
