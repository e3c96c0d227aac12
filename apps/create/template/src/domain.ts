import { defineDomain } from '@trellis/host/domain'
import { appRouter, nouns } from './api/root.ts'
import { reasons } from './api/rpc.ts'
import * as views from './api/views.ts'
import { database } from './database/index.ts'

/** What the server serves and the commands operate. */
export const domain = defineDomain({
  product: 'Harbour',
  database,
  router: appRouter,
  api: {
    version: '0.0.0',
    description:
      'Sign in at `POST /api/auth/sign-in/email` for the session cookie, or send `Authorization: Bearer <key>`.',
    reasons,
    views,
    nouns,
  },
})
