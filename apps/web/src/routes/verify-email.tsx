import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { VerifyEmail } from '../account/verify-email.tsx'

export const Route = createFileRoute('/verify-email')({
  validateSearch: z.object({ token: z.catch(z.string(), '') }),
  component: () => <VerifyEmail token={Route.useSearch().token} />,
})
