import { usernames } from '@trellis/rpc'
import { type Messages, messages } from './mail/messages.ts'

/** The settings of sign-in that a domain decides. */
export interface SignIn {
  /** The name of the product. */
  readonly product: string
  /** With this prefix, people and secret scanners recognise the key of a service, and no session is looked up for it. */
  readonly keyPrefix: string
  /** The usernames that may be taken. */
  readonly usernames: ReturnType<typeof usernames>
  readonly messages: Messages
  /** The link to a page that takes a token: `link('resetPassword', 'https://example.com', token)`. */
  link(page: keyof Pages, publicUrl: string, token: string): string
}

/** The paths of the pages that links in messages lead to. */
export interface Pages {
  readonly resetPassword: string
  readonly verifyEmail: string
}

const defaultPages: Pages = { resetPassword: 'reset-password', verifyEmail: 'verify-email' }

/** The options of sign-in, each with a default but the product. */
export interface SignInOptions {
  readonly product: string
  readonly keyPrefix?: string
  /** Usernames that nobody may take, besides names of operators: by default the name of the domain. */
  readonly reservedNames?: readonly string[]
  readonly messages?: Partial<Messages>
  readonly pages?: Partial<Pages>
}

/** The sign-in of a domain that is called `name`, in lower-case letters. */
export function signInOf(name: string, options: SignInOptions): SignIn {
  const pages = { ...defaultPages, ...options.pages }
  return {
    product: options.product,
    keyPrefix: options.keyPrefix ?? `${name}_`,
    usernames: usernames(options.reservedNames ?? [name]),
    messages: { ...messages, ...options.messages },
    link: (page, publicUrl, token) => `${publicUrl}/${pages[page]}?token=${encodeURIComponent(token)}`,
  }
}
