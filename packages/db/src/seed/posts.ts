import { type Ids, idOf, type Seeding } from './seeding.ts'
import { beginning, daysBefore } from './times.ts'

/** Adds the posts with their categories and tags. Returns ids by post key. */
export async function addPosts(seeding: Seeding, users: Ids): Promise<Ids> {
  const { db, tables, demo, now } = seeding
  const categories = await addNames(seeding, 'categories')
  const tags = await addNames(seeding, 'tags')

  const added = await db
    .insert(tables.posts)
    .values(
      demo.posts.map(({ title, content, author, category, daysAgo }) => {
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
  const ids = new Map(demo.posts.map(({ key, title }) => [key, idOf(byTitle, title)]))

  const links = demo.posts.flatMap(({ key, tags: names, daysAgo }) =>
    names.map((name) => ({
      postId: idOf(ids, key),
      tagId: idOf(tags, name),
      postedAt: daysBefore(now, daysAgo).toISOString(),
    })),
  )
  await db.insert(tables.postTags).values(links)
  return ids
}

async function addNames({ db, tables, demo, now }: Seeding, table: 'categories' | 'tags'): Promise<Ids> {
  const createdAt = beginning(demo.posts, now).toISOString()
  const rows = demo[table].map((name) => ({ name, createdAt }))
  const added = await db.insert(tables[table]).values(rows).returning()
  return new Map(added.map(({ name, id }) => [name, id]))
}
