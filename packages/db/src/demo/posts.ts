import { awayPosts } from './posts/away.ts'
import { databasePosts } from './posts/databases.ts'
import { designPosts } from './posts/design.ts'
import { gardenPosts } from './posts/garden.ts'
import { kitchenPosts } from './posts/kitchen.ts'
import { loosePosts } from './posts/loose.ts'
import { studioPosts } from './posts/studio.ts'
import { typePosts } from './posts/types.ts'
import { webPosts } from './posts/web.ts'
import type { DemoPost } from './types.ts'

/** Every category, by name. Each has posts. */
export const demoCategories: readonly string[] = [
  'Databases',
  'Web Engineering',
  'Type Systems',
  'Design',
  'Studio',
  'Garden',
  'Kitchen',
  'Books & Travel',
]

/** Every tag, by name. Each is on a post. */
export const demoTags: readonly string[] = [
  'accessibility',
  'baking',
  'css',
  'cycling',
  'debugging',
  'diy',
  'drawing',
  'fermentation',
  'hiring',
  'http',
  'indexes',
  'migrations',
  'novels',
  'performance',
  'postgres',
  'process',
  'remote',
  'soup',
  'spring',
  'sql',
  'sqlite',
  'testing',
  'tools',
  'trains',
  'transactions',
  'typescript',
  'typography',
  'vegetables',
  'writing',
]

/** Every post, oldest first. */
export const demoPosts: readonly DemoPost[] = [
  ...databasePosts,
  ...webPosts,
  ...typePosts,
  ...designPosts,
  ...studioPosts,
  ...gardenPosts,
  ...kitchenPosts,
  ...awayPosts,
  ...loosePosts,
].toSorted((a, b) => b.daysAgo - a.daysAgo)
