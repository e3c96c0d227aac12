import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { SignUp } from '../account/sign-up.tsx'

export const Route = createFileRoute('/sign-up')({
  validateSearch: z.object({ next: z.catch(z.optional(z.string()), undefined) }),
  component: () => <SignUp next={Route.useSearch().next} />,
})
