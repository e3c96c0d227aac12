import { loggingMailer, type Mailer, type SignIn, smtpMailer } from '@trellis/identity'
import type { AccountNotices } from '@trellis/rpc'
import type { Logger } from 'pino'
import type { Env } from './env.ts'

/** How the server sends messages: to `SMTP_URL`, else in development to the log, else not at all. */
export function mailerOf({ SMTP_URL, MAIL_FROM, NODE_ENV }: Env, log: Logger): Mailer | undefined {
  if (SMTP_URL && MAIL_FROM) return smtpMailer({ url: SMTP_URL, from: MAIL_FROM }, log)
  return NODE_ENV === 'production' ? undefined : loggingMailer(log)
}

/** The messages that procedures send. */
export const noticesOf = ({ messages }: SignIn, mailer: Mailer | undefined): AccountNotices | undefined =>
  mailer && { addressChanged: (owner, newEmail) => mailer.send(messages.addressChanged(owner, newEmail)) }
