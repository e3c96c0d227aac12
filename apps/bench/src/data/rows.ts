import { randomNumbers, text } from './random.ts'
import { cast, mostLiked, type Shape, tokenOf } from './shape.ts'

/** A value of a column; a `Date` is a time, which each engine stores in its own format. */
export type Value = string | number | boolean | null | Date

/** The rows of one table. */
export interface TableRows {
  table: string
  columns: string[]
  rows: Iterable<Value[]>
}

const START = Date.UTC(2020, 0, 1)
const MINUTE = 60_000
const CATEGORIES = 20
const TAGS = 200
const tagNames = [cast.commonTag, cast.secondTag, ...Array.from({ length: TAGS - 2 }, (_, index) => `tag ${index + 3}`)]

/** When the row with this number was written. Two consecutive rows have the same time, so that lists must break ties. */
const moment = (number: number) => new Date(START + Math.floor(number / 2) * MINUTE)

/** Every row of a blog of this shape, table by table, referenced tables first. The same shape gives the same rows. */
export function blog(shape: Shape): TableRows[] {
  return [
    {
      table: 'users',
      columns: [
        'id',
        'username',
        'username_key',
        'email',
        'email_verified',
        'name',
        'role',
        'created_at',
        'updated_at',
      ],
      rows: generate(shape.users, (id) => {
        const name = `user${id}`
        return [id, name, name, `${name}@example.com`, true, name, 'user', moment(id), moment(id)]
      }),
    },
    {
      table: 'profiles',
      columns: ['user_id', 'full_name', 'full_name_key', 'bio'],
      rows: generate(shape.users, (id) => [id, `Full Name ${id}`, `full name ${id}`, `What user ${id} does.`]),
    },
    { table: 'categories', columns: named, rows: generate(CATEGORIES, (id) => namedRow(id, `category ${id}`)) },
    { table: 'tags', columns: named, rows: generate(TAGS, (id) => namedRow(id, tagNames[id - 1] ?? '')) },
    posts(shape),
    { table: 'post_tags', columns: ['post_id', 'tag_id', 'posted_at'], rows: postTags(shape) },
    { table: 'likes', columns: ['post_id', 'user_id', 'created_at'], rows: likes(shape) },
    comments(shape),
    { table: 'follows', columns: ['follower_id', 'followee_id', 'created_at'], rows: follows(shape) },
    employees(shape),
    {
      table: 'sessions',
      columns: ['token', 'user_id', 'expires_at', 'created_at', 'updated_at'],
      rows: generate(Math.min(200, shape.users), (id) => [
        tokenOf(id),
        id,
        new Date(Date.UTC(2100, 0, 1)),
        moment(id),
        moment(id),
      ]),
    },
  ]
}

const named = ['id', 'name', 'name_key', 'created_at']
const namedRow = (id: number, name: string): Value[] => [id, name, name, moment(id)]

function* generate(count: number, row: (id: number) => Value[]): Generator<Value[]> {
  for (let id = 1; id <= count; id++) yield row(id)
}

function posts(shape: Shape): TableRows {
  const { posts, users, mostPosts, words } = shape
  const random = randomNumbers(1)
  const likeCounts = countByPost(posts, likes(shape), 0)
  const commentCounts = countByPost(posts, comments(shape).rows, 1)
  const every = Math.max(1, Math.floor(posts / mostPosts))
  const counts = ['like_count', 'comment_count']
  const columns = ['id', 'title', 'content', 'author_id', 'category_id', 'external_id', 'created_at', 'updated_at']
  return {
    table: 'posts',
    columns: [...columns, ...counts],
    rows: generate(posts, (id) => {
      const author = id % every === 0 ? cast.author : 2 + random(users - 1)
      const category = id % 7 === 0 ? null : 1 + random(CATEGORIES)
      const rare = id % 100 === 50
      const title = `${text(5, random)} ${id}${id % 1_000 === 50 ? ` ${cast.rareWord}` : ''}`
      const content = `${text(words, random)}${rare ? ` ${cast.rareWord}` : ''}`
      const row = [id, title, content, author, category, `external-${id}`, moment(id), moment(id)]
      return [...row, likeCounts[id] ?? 0, commentCounts[id] ?? 0]
    }),
  }
}

/** The number of rows for each post id, which is the value of their `column`. */
function countByPost(posts: number, rows: Iterable<Value[]>, column: number): Uint32Array {
  const counts = new Uint32Array(posts + 1)
  for (const row of rows) {
    const id = Number(row[column])
    counts[id] = (counts[id] ?? 0) + 1
  }
  return counts
}

function* postTags({ posts }: Shape): Generator<Value[]> {
  const random = randomNumbers(2)
  for (let id = 1; id <= posts; id++) {
    if (id % 10 < 3) yield [id, 1, moment(id)]
    if (id % 30 === 1 || id % 30 === 5 || id % 30 === 8) yield [id, 2, moment(id)]
    yield [id, 3 + random(TAGS - 2), moment(id)]
  }
}

function* likes(shape: Shape): Generator<Value[]> {
  const random = randomNumbers(3)
  const popular = mostLiked(shape)
  for (let id = 1; id <= shape.mostLikes; id++) yield [popular, id, moment(shape.posts + id)]
  for (let id = 1; id <= shape.posts; id++) {
    if (id !== popular) yield [id, 1 + random(shape.users), moment(shape.posts + id)]
  }
}

/** Half as many comments as posts. On the most discussed post, every second comment is a reply to the first. */
function comments(shape: Shape): TableRows {
  const random = randomNumbers(4)
  const popular = mostLiked(shape)
  return {
    table: 'comments',
    columns: ['id', 'post_id', 'author_id', 'parent_id', 'depth', 'body', 'reply_count', 'created_at', 'updated_at'],
    rows: generate(Math.floor(shape.posts / 2), (id) => {
      const discussed = id <= shape.mostComments
      const parent = discussed && id > 1 && id % 2 === 0 ? 1 : null
      const post = discussed ? popular : 1 + random(shape.posts)
      const depth = parent ? 1 : 0
      const replies = id === 1 ? Math.floor(shape.mostComments / 2) : 0
      return [id, post, 1 + random(shape.users), parent, depth, text(12, random), replies, moment(id), moment(id)]
    }),
  }
}

/** The reader follows users from the whole range of ids. All others follow three users. One user in ten follows the author. */
function* follows({ users, following }: Shape): Generator<Value[]> {
  const random = randomNumbers(5)
  const step = Math.max(1, Math.floor((users - 2) / following))
  for (let index = 0; index < following; index++) yield [cast.reader, 3 + index * step, moment(index)]
  for (let id = 3; id <= users; id++) {
    if (id % 10 === 0) yield [id, cast.author, moment(id)]
    const first = 2 + random(users - 5)
    for (let other = first; other < first + 3; other++) if (other !== id) yield [id, other, moment(id + other)]
  }
}

/** A tree under the manager with ten reports for each employee. All others are in trees of a hundred employees. */
function employees({ employees, subtree }: Shape): TableRows {
  const managerOf = (id: number) => {
    if (id === cast.manager) return null
    if (id <= subtree) return Math.ceil((id - 1) / 10)
    const place = (id - subtree - 1) % 100
    return place === 0 ? null : id - place + Math.floor((place - 1) / 10)
  }
  return {
    table: 'employees',
    columns: ['id', 'name', 'name_key', 'title', 'manager_id'],
    rows: generate(employees, (id) => [id, `Employee ${id}`, `employee ${id}`, `Title ${id % 12}`, managerOf(id)]),
  }
}
