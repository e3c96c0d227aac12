import { createFileRoute } from '@tanstack/react-router'
import { AccountPage } from '../account/account-page.tsx'
import { SignedIn } from '../account/signed-in.tsx'

export const Route = createFileRoute('/account')({
  component: () => <SignedIn to="change it">{(viewer) => <AccountPage viewer={viewer} />}</SignedIn>,
})
