import { viewerChanged } from '../viewer.ts'
import { auth, messageOf, type Refusal, refusal } from './session.ts'

/** Asks for a message to reset the password. Returns why there is none, or `null`. */
export async function requestReset(email: string): Promise<Refusal | null> {
  const { error } = await auth.requestPasswordReset({ email })
  return error && refusal(error)
}

/** Sets a new password with the token of a message. Returns why not, or `null`. */
export async function resetPassword(
  token: string,
  newPassword: string,
): Promise<(Refusal & { newPassword?: string }) | null> {
  const { error } = await auth.resetPassword({ token, newPassword })
  if (error?.code === 'INVALID_TOKEN')
    return { '': 'This link was used already, is older than an hour, or your account has changed since.' }
  if (error) return refusal(error)
  await viewerChanged()
  return null
}

/** Confirms an address with the token of a message. Returns why not, or `null`. */
export async function verifyAddress(token: string): Promise<string | null> {
  const { error } = await auth.$fetch('/verify-email', { method: 'POST', body: { token } })
  if (!error) return null
  if (error.status === 400 || error.status === 401)
    return 'This link is older than an hour, was used already, or belongs to another account, or your account has changed since.'
  return messageOf(error)
}

/** Asks for the messages that change the address. Returns why there are none, or `null`. */
export async function requestNewAddress(newEmail: string): Promise<string | null> {
  const { error } = await auth.changeEmail({ newEmail })
  return error && messageOf(error)
}
