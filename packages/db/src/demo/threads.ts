import { awayThreads } from './threads/away.ts'
import { databaseThreads } from './threads/databases.ts'
import { designThreads } from './threads/design.ts'
import { gardenThreads } from './threads/garden.ts'
import { kitchenThreads } from './threads/kitchen.ts'
import { looseThreads } from './threads/loose.ts'
import { studioThreads } from './threads/studio.ts'
import { typeThreads } from './threads/types.ts'
import { webThreads } from './threads/web.ts'
import type { DemoThread } from './types.ts'

/** Every thread; the ones under a post stand together, oldest first. */
export const demoThreads: readonly DemoThread[] = [
  ...databaseThreads,
  ...webThreads,
  ...typeThreads,
  ...designThreads,
  ...studioThreads,
  ...gardenThreads,
  ...kitchenThreads,
  ...awayThreads,
  ...looseThreads,
]
