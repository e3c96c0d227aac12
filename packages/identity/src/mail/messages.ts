/** A message to one address. */
export interface Message {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** The person that a message is for. */
export interface Recipient {
  readonly email: string
  readonly username: string
}

const message = ({ email, username }: Recipient, subject: string, ...paragraphs: string[]): Message => ({
  to: email,
  subject,
  text: [`Hello ${username},`, ...paragraphs].join('\n\n').concat('\n'),
})

/** Asks whether an address belongs to the person that has given it, at sign-up or for a change of the address. */
const verifyAddress = (to: Recipient, link: string): Message =>
  message(
    to,
    'Confirm your e-mail address',
    'Confirm that this is your e-mail address:',
    link,
    'The link works for one hour. If you did not ask for this, ignore this message.',
  )

/** Leads to the page that sets a new password. */
const resetPassword = (to: Recipient, link: string): Message =>
  message(
    to,
    'Reset your password',
    'Somebody asked to reset the password of your account. Choose a new one here:',
    link,
    'The link works once, for one hour. If you did not ask for this, ignore this message: your password stays.',
  )

/** Asks at the address that an account has whether the address may be changed. */
const confirmChange = (to: Recipient, newEmail: string, link: string): Message =>
  message(
    to,
    'Confirm the change of your e-mail address',
    `Somebody who is signed in to your account asked to change its e-mail address to ${newEmail}. Confirm this here:`,
    link,
    'The link works for one hour. The new address is asked after that. If you did not ask for this, change your password.',
  )

/** Tells at an address that was never confirmed that the account gets another one. */
const changeRequested = (to: Recipient, newEmail: string): Message =>
  message(
    to,
    'Your e-mail address is being changed',
    `Somebody who is signed in to your account asked to change its e-mail address to ${newEmail}.`,
    'If you did not ask for this, change your password.',
  )

/** Tells at the address that an account had that it has another one now. */
const addressChanged = (to: Recipient, newEmail: string): Message =>
  message(
    to,
    'Your e-mail address was changed',
    `The e-mail address of your account was changed to ${newEmail}. This address is not used any more.`,
    'If you did not do this, ask the operators of the server for help.',
  )

/** Tells that the password was changed or reset. */
const passwordChanged = (to: Recipient): Message =>
  message(
    to,
    'Your password was changed',
    'The password of your account was changed, and all other devices were signed out.',
    'If you did not do this, reset your password with the link on the sign-in page.',
  )

/** The texts of all messages. A domain may have its own. */
export const messages = {
  verifyAddress,
  resetPassword,
  confirmChange,
  changeRequested,
  addressChanged,
  passwordChanged,
}
export type Messages = typeof messages
