import { fold } from '@trellis/store'
import type { Connection } from '../database.ts'
import { demoCategories, demoPosts, demoTags } from '../demo/index.ts'
import { type Ids, idOf } from './ids.ts'
import { beginning, daysBefore } from './times.ts'

/** Adds the posts with their categories and tags. Returns ids by post key. */
export async function addPosts(connection: Connection, now: Date, users: Ids): Promise<Ids> {
  const { db, tables } = connection
  const categories = await addNames(connection, 'categories', demoCategories, now)
  const tags = await addNames(connection, 'tags', demoTags, now)

  const added = await db
    .insert(tables.posts)
    .values(
      demoPosts.map(({ title, content, author, category, daysAgo }) => {
        const published = daysBefore(now, daysAgo).toISOString()
        return {
          title,
          content,
          authorId: idOf(users, author),
          categoryId: category === null ? null : idOf(categories, category),
          createdAt: published,
          updatedAt: published,
        }
      }),
    )
    .returning({ id: tables.posts.id, title: tables.posts.title })
  const byTitle = new Map(added.map(({ title, id }) => [title, id]))
  const ids = new Map(demoPosts.map(({ key, title }) => [key, idOf(byTitle, title)]))

  const links = demoPosts.flatMap(({ key, tags: names, daysAgo }) =>
    names.map((name) => ({
      postId: idOf(ids, key),
      tagId: idOf(tags, name),
      postedAt: daysBefore(now, daysAgo).toISOString(),
    })),
  )
  await db.insert(tables.postTags).values(links)
  return ids
}

async function addNames(
  { db, tables }: Connection,
  table: 'categories' | 'tags',
  names: readonly string[],
  now: Date,
): Promise<Ids> {
  const createdAt = beginning(now).toISOString()
  const rows = names.map((name) => ({ name, nameKey: fold(name), createdAt }))
  const added = await db.insert(tables[table]).values(rows).returning()
  return new Map(added.map(({ name, id }) => [name, id]))
}
