import { isApiError } from '@trellis/client'
import { type SubmitEvent, useEffect, useState } from 'react'
import type { AppRouter } from '../../src/api/root.ts'
import { api, type Note } from './api.ts'

/** The notes of who is signed in, the newest first, and the form of a new one. */
export function Notes() {
  const [notes, setNotes] = useState<Note[]>([])
  const [cursor, setCursor] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)

  useEffect(() => {
    api.notes.list.query({}).then(({ items, nextCursor }) => {
      setNotes(items)
      setCursor(nextCursor)
    })
  }, [])

  const more = async () => {
    if (cursor === null) return
    const { items, nextCursor } = await api.notes.list.query({ cursor })
    setNotes([...notes, ...items])
    setCursor(nextCursor)
  }
  const create = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const title = String(new FormData(form).get('title'))
    try {
      const note = await api.notes.create.mutate({ title })
      setNotes([note, ...notes])
      setRefusal(null)
      form.reset()
    } catch (error) {
      // The reasons are those that the procedure declares.
      setRefusal(isApiError<AppRouter>(error, 'NOTE_EXISTS') ? 'You have a note of this title.' : String(error))
    }
  }
  const remove = async ({ id }: Note) => {
    await api.notes.delete.mutate({ id })
    setNotes(notes.filter((note) => note.id !== id))
  }
  return (
    <>
      <form onSubmit={create}>
        <label>
          New note
          <input name="title" maxLength={200} required />
        </label>
        {refusal && <p role="alert">{refusal}</p>}
        <button type="submit">Write</button>
      </form>
      <ul>
        {notes.map((note) => (
          <li key={note.id}>
            {note.title}
            <button type="button" onClick={() => remove(note)}>
              Delete
            </button>
          </li>
        ))}
      </ul>
      {cursor && (
        <button type="button" onClick={more}>
          More
        </button>
      )}
    </>
  )
}
