import { type SubmitEvent, useState } from 'react'
import { authenticate } from './api.ts'

/** The form of sign-in, and of a new account. */
export function SignIn({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const [isNew, setNew] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const body = Object.fromEntries([...fields].map(([name, value]) => [name, String(value)]))
    const refused = await authenticate(isNew ? 'sign-up/email' : 'sign-in/email', body)
    setRefusal(refused)
    if (refused === null) await onSignedIn()
  }
  return (
    <form onSubmit={submit}>
      {isNew && (
        <label>
          Username
          <input name="username" autoComplete="username" required />
        </label>
      )}
      <label>
        E-mail address
        <input name="email" type="email" autoComplete="email" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete={isNew ? 'new-password' : 'current-password'} required />
      </label>
      {refusal && <p role="alert">{refusal}</p>}
      <button type="submit">{isNew ? 'Sign up' : 'Sign in'}</button>
      <button type="button" onClick={() => setNew(!isNew)}>
        {isNew ? 'I have an account' : 'I am new here'}
      </button>
    </form>
  )
}
