import { createFileRoute } from '@tanstack/react-router'
import { SignedIn } from '../account/signed-in.tsx'
import { DraftsPage } from '../editor/drafts-page.tsx'

export const Route = createFileRoute('/drafts')({ component: Page })

function Page() {
  return <SignedIn to="see your drafts">{(viewer) => <DraftsPage viewerId={viewer.id} />}</SignedIn>
}
