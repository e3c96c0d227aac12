import { describe, expect, test } from 'vitest'
import { setupApi } from '../testing.ts'

const api = await setupApi()

describe('viewer.current', () => {
  test('returns the caller', async () => {
    const { id, username } = await api.newUser()
    expect(await api.anyone.viewer.current()).toBeNull()
    expect(await api.service.viewer.current()).toEqual({ service: 'tests' })
    expect(await api.as({ id, username }).viewer.current()).toEqual({ id, username, role: 'user' })
    expect(await api.as({ id, username }, 'admin').viewer.current()).toEqual({ id, username, role: 'admin' })
  })
})
