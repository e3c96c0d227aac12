import { defineDomain } from '@trellis/host/domain'
import { NoteView } from './api/notes/router.ts'
import { appRouter } from './api/root.ts'
import { reasons } from './api/rpc.ts'
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
    views: { NoteView },
    nouns: { notes: 'Notes of the user who is signed in.' },
  },
})
