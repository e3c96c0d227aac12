import { createClient, isApiError } from '@trellis/client'
import type { AppRouter } from './api/root.ts'

// Signs a new user up at a running server, and writes a note. Names, inputs and outputs are those of the router.
const url = process.env.SERVER_URL ?? 'http://127.0.0.1:3000'
const username = `user${Date.now()}`
const answer = await fetch(`${url}/api/auth/sign-up/email`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ username, email: `${username}@example.com`, password: 'correct horse' }),
})
if (!answer.ok) throw new Error(await answer.text())
const { token }: { token: string } = JSON.parse(await answer.text())

const api = createClient<AppRouter>({ url, key: token })
const note = await api.notes.create.mutate({ title: 'Tides', text: 'High at six.' })
const again = await api.notes.create.mutate({ title: 'TIDES' }).catch((error: unknown) => error)
const { items } = await api.notes.list.query({})
console.log(note.title, isApiError<AppRouter>(again, 'NOTE_EXISTS'), items.length)
