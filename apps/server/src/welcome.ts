import { type Store, seed } from '@trellis/db'
import type { Env } from '@trellis/host'

/** The demo has an admin whose password everybody knows. */
const NO_DEMO =
  'The demo blog was not added, because others can reach this server and its password is published. ' +
  'Set NODE_ENV=production, or remove HOST.\n'

/** In development, fills an empty database with the demo blog. Answers how to sign in, if the demo user is there. */
export async function welcome(store: Store, env: Env): Promise<string> {
  if (env.NODE_ENV !== 'development') return ''
  if (!/^(localhost|127\.[\d.]+|::1)$/.test(env.HOST)) return NO_DEMO
  const { signIn } = await seed(store)
  const { db } = store.read
  const user = await db.query.users.findFirst({ columns: { id: true }, where: { email: signIn.email } })
  return user ? `Sign in as ${signIn.username} with the password ${signIn.password}\n` : ''
}
