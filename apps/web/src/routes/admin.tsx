import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { SignedIn } from '../account/signed-in.tsx'
import { AdminPage } from '../admin/admin-page.tsx'
import { parts } from '../admin/parts.ts'
import { PageMissing } from '../layout/page-missing.tsx'

export const Route = createFileRoute('/admin')({
  validateSearch: z.object({
    part: z.catch(z.optional(z.enum(parts)), undefined),
    q: z.catch(z.optional(z.coerce.string()), undefined),
  }),
  component: Page,
})

function Page() {
  const { part = 'users', q = '' } = Route.useSearch()
  return (
    <SignedIn to="administer the site">
      {(viewer) => (viewer.role === 'admin' ? <AdminPage part={part} q={q.trim()} /> : <PageMissing />)}
    </SignedIn>
  )
}
