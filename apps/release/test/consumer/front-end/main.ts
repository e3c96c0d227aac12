import { createClient, type RouterOutputs } from '@trellis/client'

const trellis = createClient({ url: location.origin })
const { items }: RouterOutputs['users']['list'] = await trellis.users.list.query({ limit: 1 })
document.title = `Users: ${items.length}`
