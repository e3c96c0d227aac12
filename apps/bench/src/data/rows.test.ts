import { migrate } from '@trellis/db'
import Client from 'better-sqlite3'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { fillSqlite } from './fill-sqlite.ts'
import { blog } from './rows.ts'
import { shapeOf } from './shape.ts'

const counts = [
  ['users', 'post_count', 'posts WHERE author_id = t.id'],
  ['users', 'follower_count', 'follows WHERE followee_id = t.id'],
  ['users', 'following_count', 'follows WHERE follower_id = t.id'],
  ['categories', 'post_count', 'posts WHERE category_id = t.id'],
  ['tags', 'post_count', 'post_tags WHERE tag_id = t.id'],
  ['posts', 'like_count', 'likes WHERE post_id = t.id'],
  ['posts', 'comment_count', 'comments WHERE post_id = t.id'],
  ['comments', 'reply_count', 'comments r WHERE r.parent_id = t.id'],
] as const

test('every counter of a generated blog is the number of the rows it counts', async () => {
  const { path, remove } = temporaryFolder()
  const url = `file:${path}/blog.db`
  await migrate(url)
  fillSqlite(url, blog(shapeOf(600)))
  const client = new Client(`${path}/blog.db`)
  for (const [table, counter, rows] of counts) {
    const counted = client.prepare(`SELECT sum(${counter}) AS stored, sum((SELECT count(*) FROM ${rows})) AS counted,
      sum(${counter} <> (SELECT count(*) FROM ${rows})) AS wrong FROM ${table} t`)
    expect(counted.get()).toMatchObject({ wrong: 0 })
  }
  expect(client.prepare('SELECT max(like_count) AS likes FROM posts').get()).toEqual({ likes: shapeOf(600).mostLikes })
  client.close()
  remove()
})
