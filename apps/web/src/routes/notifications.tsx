import { createFileRoute } from '@tanstack/react-router'
import { SignedIn } from '../account/signed-in.tsx'
import { NotificationsPage } from '../notifications/notifications-page.tsx'

export const Route = createFileRoute('/notifications')({
  component: () => (
    <SignedIn to="see your notifications">{(viewer) => <NotificationsPage viewerId={viewer.id} />}</SignedIn>
  ),
})
