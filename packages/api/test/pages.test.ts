import { fold } from '@trellis/db'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { setupApi } from '../src/testing.ts'

const api = await setupApi()
const { tables } = api.store.read

type Insert = Parameters<Parameters<typeof api.store.write>[0]>[0]['db']
const write = <T>(work: (db: Insert) => Promise<T>) => api.store.write(({ db }) => work(db))
const only = <T>([row]: T[]): T => row ?? expect.fail('no row')
let unique = 0
const addUser = (name = '') => {
  const username = `u${++unique}${name}`
  const row = { username, usernameKey: username, email: `${username}@example.com` }
  return write(async (db) => only(await db.insert(tables.users).values(row).returning()).id)
}
const addPost = (
  authorId: number,
  row: { title?: string; content?: string; createdAt?: string; categoryId?: number },
) => {
  const post = { title: 'T', content: 'C', ...row, authorId }
  return write(async (db) => only(await db.insert(tables.posts).values(post).returning()).id)
}
const addTag = (name: string) =>
  write(
    async (db) =>
      only(
        await db
          .insert(tables.tags)
          .values({ name, nameKey: fold(name) })
          .returning(),
      ).id,
  )
const link = (postId: number, tagId: number, postedAt: string) =>
  write((db) => db.insert(tables.postTags).values({ postId, tagId, postedAt }))
const remove = (table: 'posts' | 'users' | 'comments' | 'tags' | 'employees') => async (id: number) => {
  await api.service[table].delete({ id })
}
/** Few times, so that many rows share one. */
const moment = (tie: number) => new Date(Date.UTC(2020, tie)).toISOString()
const ids = ({ items, nextCursor }: { items: { id: number }[]; nextCursor: string | null }) => ({
  ids: items.map((item) => item.id),
  nextCursor,
})

/** A list that only this test changes. */
interface Scope {
  add(tie: number): Promise<number>
  remove(id: number): Promise<void>
  page(page: { limit: number; cursor: string | null }): Promise<{ ids: number[]; nextCursor: string | null }>
}

const lists: Record<string, () => Promise<Scope>> = {
  'posts.list with filters': async () => {
    const authorId = await addUser()
    const names = [`t${++unique}`, `t${++unique}`, `t${++unique}`]
    const tags = await Promise.all(names.map(addTag))
    return {
      add: async (tie) => {
        const id = await addPost(authorId, { createdAt: moment(tie) })
        for (const tag of tags.slice(0, 1 + tie)) await link(id, tag, moment(tie))
        return id
      },
      remove: remove('posts'),
      page: async (page) => ids(await api.anyone.posts.list({ authorId, tags: { any: names }, ...page })),
    }
  },
  'posts.imported': async () => {
    const [authorId, prefix] = [await addUser(), `p${++unique}:`]
    const post = { title: 'T', content: 'C', authorId }
    return {
      add: async (tie) => {
        const externalId = `${prefix}${['b', 'É', '\u{1f600}'][tie]}${++unique}`
        return (await api.service.posts.create({ ...post, externalId })).id
      },
      remove: remove('posts'),
      page: async (page) => ids(await api.service.posts.imported({ prefix, ...page })),
    }
  },
  'tags.posts': async () => {
    const [authorId, name] = [await addUser(), `t${++unique}`]
    const tag = await addTag(name)
    return {
      add: async (tie) => {
        const id = await addPost(authorId, { createdAt: moment(tie) })
        await link(id, tag, moment(tie))
        return id
      },
      remove: remove('posts'),
      page: async (page) => ids(await api.anyone.tags.posts({ name, ...page })),
    }
  },
  'categories.posts': async () => {
    const [authorId, { id }] = [await addUser(), await api.service.categories.create({ name: `c${++unique}` })]
    return {
      add: (tie) => addPost(authorId, { createdAt: moment(tie), categoryId: id }),
      remove: remove('posts'),
      page: async (page) => ids(await api.anyone.categories.posts({ id, ...page })),
    }
  },
  'feed.list': async () => {
    const [reader, author] = [await addUser(), await addUser()]
    await api.service.follows.follow({ userId: author, followerId: reader })
    return {
      add: (tie) => addPost(author, { createdAt: moment(tie) }),
      remove: remove('posts'),
      page: async (page) => ids(await api.service.feed.list({ userId: reader, ...page })),
    }
  },
  ...Object.fromEntries(
    ['list', 'replies'].map((level) => [
      `comments.${level}`,
      async (): Promise<Scope> => {
        const authorId = await addUser()
        const postId = await addPost(authorId, {})
        const commentId = (await api.service.comments.create({ postId, authorId, body: 'B' })).id
        const parentId = level === 'replies' ? commentId : null
        if (level === 'list') await api.service.comments.delete({ id: commentId })
        const row = { postId, authorId, parentId, depth: parentId ? 1 : 0, body: 'B' }
        return {
          add: (tie) =>
            write(async (db) => {
              const created = await db
                .insert(tables.comments)
                .values({ ...row, createdAt: moment(tie) })
                .returning()
              return only(created).id
            }),
          remove: remove('comments'),
          page: async (page) =>
            ids(
              parentId
                ? await api.anyone.comments.replies({ commentId: parentId, ...page })
                : await api.anyone.comments.list({ postId, ...page }),
            ),
        }
      },
    ]),
  ),
  'likes.users': async () => {
    const postId = await addPost(await addUser(), {})
    return {
      add: async (tie) => {
        const userId = await addUser()
        await write((db) => db.insert(tables.likes).values({ postId, userId, createdAt: moment(tie) }))
        return userId
      },
      remove: remove('users'),
      page: async (page) => ids(await api.anyone.likes.users({ postId, ...page })),
    }
  },
  'follows.followers': async () => {
    const followeeId = await addUser()
    return {
      add: async (tie) => {
        const followerId = await addUser()
        await write((db) => db.insert(tables.follows).values({ followerId, followeeId, createdAt: moment(tie) }))
        return followerId
      },
      remove: remove('users'),
      page: async (page) => ids(await api.anyone.follows.followers({ userId: followeeId, ...page })),
    }
  },
  'follows.following': async () => {
    const followerId = await addUser()
    return {
      add: async (tie) => {
        const followeeId = await addUser()
        await write((db) => db.insert(tables.follows).values({ followerId, followeeId, createdAt: moment(tie) }))
        return followeeId
      },
      remove: remove('users'),
      page: async (page) => ids(await api.anyone.follows.following({ userId: followerId, ...page })),
    }
  },
  'tags.list': async () => {
    const q = `q${++unique}é`
    return {
      add: (tie) => addTag(`${'bÉ\u{1f600}'[tie]}${++unique} ${q}`),
      remove: remove('tags'),
      page: async (page) => ids(await api.anyone.tags.list({ q: q.toUpperCase(), ...page })),
    }
  },
  'employees.subordinates': async () => {
    const { id } = await api.service.employees.create({ name: 'boss' })
    return {
      add: async (tie) =>
        (await api.service.employees.create({ name: `${['Éa', 'éA', '\u{1f600}'][tie]}`, managerId: id })).id,
      remove: remove('employees'),
      page: async (page) => ids(await api.anyone.employees.subordinates({ id, ...page })),
    }
  },
  'employees.list': async () => {
    const q = `q${++unique}é`
    return {
      // Names that differ only in case, and names outside the Basic Multilingual Plane.
      add: async (tie) => (await api.service.employees.create({ name: `${['Éa', 'éA', '\u{1f600}'][tie]} ${q}` })).id,
      remove: remove('employees'),
      page: async (page) => ids(await api.anyone.employees.list({ q, ...page })),
    }
  },
  'users.list': async () => {
    const q = `q${++unique}x`
    return {
      add: () => addUser(q),
      remove: remove('users'),
      page: async (page) => ids(await api.anyone.users.list({ q, ...page })),
    }
  },
  'users.accounts': async () => {
    const q = `q${++unique}y`
    return {
      add: () => addUser(q),
      remove: remove('users'),
      page: async (page) => ids(await api.service.users.accounts({ q, ...page })),
    }
  },
  ...Object.fromEntries(
    ['needle', 'ee'].map((q) => [
      `search.posts for ${q}`,
      async (): Promise<Scope> => {
        const authorId = await addUser()
        return {
          add: (tie) =>
            addPost(authorId, { [tie === 0 ? 'title' : 'content']: 'a needle', createdAt: moment(tie % 2) }),
          remove: remove('posts'),
          page: async (page) => {
            const { items, nextCursor } = await api.anyone.search.posts({ q, authorId, ...page })
            return { ids: items.map(({ post }) => post.id), nextCursor }
          },
        }
      },
    ]),
  ),
}

const ties = (maxLength: number) => fc.array(fc.integer({ min: 0, max: 2 }), { maxLength })
const between = fc.record({ add: ties(2), remove: fc.array(fc.nat(), { maxLength: 2 }) })

describe('the pages of a list, read while others add and delete, have no duplicates and no gaps', () => {
  test.each(Object.entries(lists))('%s', async (_, scope) => {
    const property = fc.asyncProperty(
      ties(10),
      fc.integer({ min: 1, max: 4 }),
      fc.array(between, { maxLength: 4 }),
      async (initial, limit, changes) => {
        const list = await scope()
        const present = new Set<number>()
        for (const tie of initial) present.add(await list.add(tie))
        const throughout = new Set(present)
        const seen: number[] = []
        let cursor: string | null = null
        do {
          const page = await list.page({ limit, cursor })
          expect(page.ids.length).toBeLessThanOrEqual(limit)
          for (const id of page.ids) expect(present).toContain(id)
          seen.push(...page.ids)
          cursor = page.nextCursor
          const change = changes.shift()
          for (const tie of change?.add ?? []) present.add(await list.add(tie))
          for (const nth of change?.remove ?? []) {
            const id = [...present][nth % Math.max(1, present.size)]
            if (id === undefined) continue
            await list.remove(id)
            present.delete(id)
            throughout.delete(id)
          }
        } while (cursor !== null)
        expect(new Set(seen).size).toBe(seen.length)
        expect(throughout.difference(new Set(seen))).toEqual(new Set())
      },
    )
    await fc.assert(property, { seed: 7, numRuns: 12 })
  })
})
