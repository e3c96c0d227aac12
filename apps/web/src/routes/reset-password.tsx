import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { ResetPassword } from '../account/reset-password.tsx'

export const Route = createFileRoute('/reset-password')({
  validateSearch: z.object({ token: z.catch(z.string(), '') }),
  component: () => <ResetPassword token={Route.useSearch().token} />,
})
