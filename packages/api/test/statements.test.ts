import { testStatementCounts } from '@trellis/rpc/testing'
import { expect } from 'vitest'
import { procedures } from '../src/procedures.ts'
import { restRoutes } from '../src/root.ts'
import { callAt, setupApi } from '../src/testing.ts'

const api = await setupApi()
const service = api.service

/** What the inputs are made of, by the name of the property. */
type Values = Record<'postId' | 'userId' | 'followerId' | 'commentId' | 'limit', number>

/** The properties of an input that have a value. */
const inputOf = (path: string, values: Values) => {
  const fields = restRoutes.find(({ procedurePath }) => procedurePath === path)?.fields ?? new Map()
  return Object.fromEntries(Object.entries(values).filter(([name]) => fields.has(name)))
}

/** The mutations that link two rows by their ids. */
const links = (values: Values) =>
  restRoutes.filter(({ method, fields }) => method === 'PUT' && [...fields.keys()].every((name) => name in values))

/**
 * Creates `count` rows of each kind, and links them. Returns the inputs that are not made of `values` alone, and `values`: a
 * list by one of them has `count` items.
 */
async function corner(count: number): Promise<{ inputs: Record<string, unknown>; values: Values }> {
  const prefix = `corner${count}x`
  const author = await api.newUser(`${prefix}author`)
  const reader = await api.newUser(`${prefix}reader`)
  await service.follows.follow({ userId: author.id, followerId: reader.id })
  const boss = await service.employees.create({ name: `${prefix}boss` })
  let [postId, commentId, managerId, categoryId, tagId] = [0, 0, boss.id, 0, 0]
  for (let n = 0; n < count; n++) {
    const post = await service.posts.create({
      title: `${prefix} ${n}`,
      content: 'Content',
      authorId: author.id,
      externalId: `${prefix}:${n}`,
      category: { connectOrCreate: { name: `${prefix}category` } },
      tags: { connectOrCreate: [{ name: `${prefix}tag` }, { name: `${prefix}other${n}` }] },
    })
    await service.posts.create({ title: 'Title', content: 'Content', authorId: author.id, draft: true })
    categoryId = post.category?.id ?? 0
    tagId = post.tags[0]?.id ?? 0
    if (n === 0) postId = post.id
    const { id } = await service.comments.create({ postId, body: 'B', authorId: author.id })
    if (n === 0) commentId = id
    await service.comments.create({ postId, parentId: commentId, body: 'B', authorId: author.id })
    const fan = await api.newUser(`${prefix}fan${n}`)
    const same = { commentId, limit: 1 }
    for (const values of [
      { ...same, postId: post.id, userId: reader.id, followerId: fan.id },
      { ...same, postId, userId: fan.id, followerId: author.id },
    ]) {
      for (const { procedurePath: path } of links(values)) await callAt(service, path, inputOf(path, values))
    }
    await service.employees.create({ name: `${prefix} ${n}`, managerId: boss.id })
    managerId = (await service.employees.create({ name: 'below', managerId })).id
  }
  const webhook = await service.webhooks.create({ url: 'https://hook.example/', tables: ['posts'] })
  const deliveries = Array.from({ length: count }, (_, n) => ({
    ...{
      webhookId: webhook.id,
      messageId: `${prefix}${n}`,
      rowKey: `posts ${n}`,
      type: 'posts.created',
      payload: '{}',
    },
    ...{ dueAt: 0, expiresAt: 0, createdAt: webhook.createdAt },
  }))
  await api.store.write(({ db, tables }) => db.insert(tables.webhookDeliveries).values(deliveries))
  const limit = 100
  const tags = { all: [`${prefix}tag`], any: [`${prefix}other0`, `${prefix}tag`], none: ['unknown'] }
  const inputs = {
    'users.byId': { id: author.id, posts: { limit } },
    'users.byUsername': { username: author.username, posts: { limit } },
    'users.list': { q: prefix, limit },
    'users.accounts': { q: prefix, role: 'user', limit },
    'users.deletionPreview': { id: author.id },
    'profiles.byUser': { userId: author.id },
    'posts.byId': { id: postId },
    'posts.neighbours': { id: postId },
    'comments.latest': { limit: 1 },
    'posts.byExternalId': { externalId: `${prefix}:0` },
    'posts.drafts': { userId: author.id, limit },
    'posts.list': { authorId: author.id, categoryId, tags, likedBy: reader.id, limit },
    'posts.imported': { prefix: `${prefix}:`, limit },
    'tags.byId': { id: tagId },
    'tags.list': { q: prefix, limit },
    'tags.posts': { name: `${prefix}tag`, limit },
    'categories.byId': { id: categoryId },
    'categories.list': { q: prefix, limit },
    'categories.posts': { id: categoryId, limit },
    'comments.byId': { id: commentId },
    'comments.thread': { id: commentId },
    'follows.following': { userId: author.id, limit },
    'employees.byId': { id: boss.id },
    'employees.list': { q: prefix, limit },
    'employees.roots': { limit },
    'employees.subordinates': { id: boss.id, limit },
    'employees.ancestors': { id: managerId },
    'employees.subtree': { id: boss.id },
    'notifications.list': { userId: author.id, limit },
    'changes.list': { limit },
    'webhooks.list': { limit },
    'webhooks.deliveries': { id: webhook.id, limit },
    'search.posts': { q: prefix, limit },
    'stats.blog': undefined,
    'stats.postsOverTime': { months: 60 },
    'stats.topTags': { limit: 50 },
    'stats.topAuthors': { limit: 50 },
    'viewer.current': undefined,
  }
  return { inputs, values: { postId, userId: reader.id, followerId: author.id, commentId, limit } }
}

const one = await corner(1)
const hundred = await corner(100)
const inputIn =
  ({ inputs, values }: typeof one) =>
  (path: string) =>
    path in inputs ? inputs[path] : inputOf(path, values)

testStatementCounts(api, procedures, inputIn(one), inputIn(hundred), (path, output) => {
  // An input made of the values finds every row.
  if (!(path in hundred.inputs)) expect(output).toHaveProperty('items.length', 100)
})
