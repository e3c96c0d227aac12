import { everyPage } from '@trellis/rpc/testing'
import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()

describe('notes.create', () => {
  test('creates a note, and counts it', async () => {
    const user = api.as(await api.newUser())
    const note = await user.notes.create({ title: ' Tides ', text: 'High at six.' })
    expect(note).toMatchObject({ title: 'Tides', text: 'High at six.' })
    expect(await user.notes.byId({ id: note.id })).toEqual(note)
    const { db, tables } = api.store.read
    const counts = await db.select({ count: tables.users.noteCount }).from(tables.users)
    expect(counts).toEqual([{ count: 1 }])
  })

  test('refuses a title that the owner has, without regard to case', async () => {
    const user = api.as(await api.newUser())
    await user.notes.create({ title: 'École' })
    await expectRefusal(user.notes.create({ title: 'ÉCOLE' }), 'NOTE_EXISTS', ['ownerId', 'title'])
    await api.as(await api.newUser()).notes.create({ title: 'École' })
  })

  test('refuses anonymous callers, other owners and owners that do not exist', async () => {
    await expectRefusal(api.anyone.notes.create({ title: 'Mine' }), 'NOT_SIGNED_IN')
    await expectRefusal(api.as(await api.newUser()).notes.create({ title: 'Theirs', ownerId: 1 }), 'NOT_ALLOWED')
    await expectRefusal(api.service.notes.create({ title: 'No one’s', ownerId: 999 }), 'USER_NOT_FOUND')
  })
})

describe('notes.list', () => {
  test('has every note of the caller once, newest first, and of nobody else', async () => {
    const [user, other] = [api.as(await api.newUser()), api.as(await api.newUser())]
    await other.notes.create({ title: 'Other' })
    for (const title of ['old', 'middle', 'new']) await user.notes.create({ title })
    const listed = await everyPage((cursor) => user.notes.list({ limit: 2, cursor }))
    expect(listed.map(({ title }) => title)).toEqual(['new', 'middle', 'old'])
    await expectRefusal(user.notes.list({ ownerId: 1 }), 'NOT_ALLOWED')
  })
})

describe('notes.update', () => {
  test('changes what is given, unless the note has changed since', async () => {
    const user = api.as(await api.newUser())
    const note = await user.notes.create({ title: 'Draft', text: 'First' })
    const updated = await user.notes.update({ id: note.id, text: 'Second', version: note.version })
    expect(updated).toEqual({ ...note, text: 'Second', version: note.version + 1 })
    await expectRefusal(user.notes.update({ id: note.id, title: 'Late', version: note.version }), 'STALE')
  })

  test('refuses a title that is taken, notes of others, and notes that do not exist', async () => {
    const user = api.as(await api.newUser())
    await user.notes.create({ title: 'Taken' })
    const { id } = await user.notes.create({ title: 'Free' })
    await expectRefusal(user.notes.update({ id, title: 'taken' }), 'NOTE_EXISTS', ['ownerId', 'title'])
    await expectRefusal(api.as(await api.newUser()).notes.update({ id, text: 'Hello' }), 'NOT_ALLOWED')
    await expectRefusal(user.notes.update({ id: 999, text: 'Hello' }), 'NOTE_NOT_FOUND')
  })
})

describe('notes.delete and notes.byId', () => {
  test('are for the owner', async () => {
    const [user, other] = [api.as(await api.newUser()), api.as(await api.newUser())]
    const { id } = await user.notes.create({ title: 'Mine' })
    await expectRefusal(other.notes.byId({ id }), 'NOT_ALLOWED')
    await expectRefusal(other.notes.delete({ id }), 'NOT_ALLOWED')
    expect(await user.notes.delete({ id })).toEqual({ id })
    await expectRefusal(user.notes.byId({ id }), 'NOTE_NOT_FOUND')
    await expectRefusal(user.notes.delete({ id }), 'NOTE_NOT_FOUND')
  })
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('notes.')).toEqual([]))
