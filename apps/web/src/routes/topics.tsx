import { createFileRoute } from '@tanstack/react-router'

export const Route = createFileRoute('/topics')({ component: () => null })
