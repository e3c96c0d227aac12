import { useEffect, useState } from 'react'
import { authenticate, session, type User } from './api.ts'
import { Notes } from './notes.tsx'
import { SignIn } from './sign-in.tsx'

/** The page: sign-in, or the notes of who is signed in. */
export function App() {
  const [user, setUser] = useState<User | null>()
  const refresh = async () => setUser(await session())
  useEffect(() => {
    session().then(setUser)
  }, [])

  const signOut = async () => {
    await authenticate('sign-out')
    await refresh()
  }
  return (
    <main>
      <header>
        <h1>Harbour</h1>
        {user && (
          <button type="button" onClick={signOut}>
            Sign out {user.username}
          </button>
        )}
      </header>
      {user === null && <SignIn onSignedIn={refresh} />}
      {user && <Notes />}
    </main>
  )
}
