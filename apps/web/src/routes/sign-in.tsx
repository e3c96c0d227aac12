import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { SignIn } from '../account/sign-in.tsx'

export const Route = createFileRoute('/sign-in')({
  validateSearch: z.object({ next: z.catch(z.optional(z.string()), undefined) }),
  component: () => <SignIn next={Route.useSearch().next} />,
})
