import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { createTransport } from 'nodemailer'
import type { Message } from './messages.ts'

/** Sends messages in the background: a response does not wait for a message, and its time does not tell whether one was sent. */
export interface Mailer {
  send(message: Message): void
  /** Waits a few seconds for the messages that are being sent. */
  close(): Promise<void>
}

/** How messages are sent. */
export interface MailSettings {
  /** `smtp://user:password@host:587`, or `smtps://...` for TLS from the start. */
  readonly url: string
  /** The sender: `Library <library@example.com>`. */
  readonly from: string
}

/** The waits before the second and the third attempt, in milliseconds. */
const WAITS = [5_000, 60_000]
/** The maximum number of messages that wait. */
const MAX_WAITING = 1_000
/** How long `close` waits, in milliseconds. */
const CLOSING = 5_000

/** Sends messages to an SMTP server. */
export function smtpMailer({ url, from }: MailSettings, log: Pick<FastifyBaseLogger, 'error'>): Mailer {
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }
  const transport = createTransport({ url, pool: true, maxConnections: 2, ...timeouts }, { from })
  const sending = new Set<Promise<void>>()
  const closing = new AbortController()

  async function deliver(message: Message): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await transport.sendMail(message)
        return
      } catch (error) {
        const wait = WAITS[attempt]
        if (wait === undefined || closing.signal.aborted) throw error
        await pause(wait, undefined, { ref: false, signal: closing.signal }).catch(() => {
          // The server is closing. The error of the mail server matters more.
          throw error
        })
      }
    }
  }

  return {
    send: (message) => {
      // Without the error itself: it has the address.
      const failed = (error: unknown) =>
        log.error({ component: 'mail', subject: message.subject, code: codeOf(error) }, 'a message was not sent')
      if (sending.size >= MAX_WAITING) return failed(new Error('too many messages are waiting'))
      const delivery = deliver(message)
        .catch(failed)
        .finally(() => sending.delete(delivery))
      sending.add(delivery)
    },
    close: async () => {
      await Promise.race([Promise.all(sending), pause(CLOSING, undefined, { ref: false })])
      closing.abort()
      transport.close()
    },
  }
}

/** Writes messages to the log, for development. */
export function loggingMailer(log: Pick<FastifyBaseLogger, 'info'>): Mailer {
  return {
    send: ({ to, subject, text }) => log.info({ component: 'mail', to, subject, text }, 'a message, which is not sent'),
    close: async () => {},
  }
}

/** `EAUTH`, `ECONNECTION`, or the number of the SMTP server's refusal. */
function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined
  if ('responseCode' in error) return error.responseCode
  return 'code' in error ? error.code : undefined
}
