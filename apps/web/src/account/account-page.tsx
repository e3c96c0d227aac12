import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadError } from '../layout/load-error.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import { accountOptions, type Viewer } from '../viewer.ts'
import classes from './account-page.module.css'
import { DeleteAccount } from './delete-account.tsx'
import { FirstAccount } from './first-account.tsx'
import { NamesForm } from './names-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { ProfileForm } from './profile-form.tsx'
import { Sessions } from './sessions.tsx'

/** The account of the viewer: profile, names, password, sessions. */
export function AccountPage({ viewer }: { viewer: Viewer }) {
  usePageTitle('Account')
  const { data: user, error } = useQuery(accountOptions(viewer.id))
  return (
    <div className={classes.page}>
      <h1>Account</h1>
      <FirstAccount viewer={viewer} />
      {user ? (
        <>
          <Part title="Profile" description="What others see on your page and beside your posts.">
            <ProfileForm profile={user.profile} />
          </Part>
          <Part
            title="Username and e-mail"
            description="What you sign in with. The username is public, the address is not."
          >
            <NamesForm user={user} />
          </Part>
          <Part title="Password" description="Other devices are signed out when you change it.">
            <PasswordForm />
          </Part>
          <Part title="Sessions" description="Where you are signed in now. End those that you do not know.">
            <Sessions />
          </Part>
          <Part title="Delete the account" description="For good. You see what goes before anything does.">
            <DeleteAccount user={user} />
          </Part>
        </>
      ) : error ? (
        <LoadError what="your account" error={error} />
      ) : (
        <Stack role="status" aria-label="Loading your account">
          <Skeleton height={36} />
          <Skeleton height={110} />
          <Skeleton height={36} />
        </Stack>
      )}
    </div>
  )
}

function Part({ title, description, children }: { title: string; description: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <div>
        <h2>{title}</h2>
        <p>{description}</p>
      </div>
      <div>{children}</div>
    </section>
  )
}
