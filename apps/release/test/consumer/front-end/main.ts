import type { AppRouter, RouterOutputs } from '@trellis/blog'
import { createClient } from '@trellis/client'

const trellis = createClient<AppRouter>({ url: location.origin })
const { items }: RouterOutputs['users']['list'] = await trellis.users.list.query({ limit: 1 })
document.title = `Users: ${items.length}`
