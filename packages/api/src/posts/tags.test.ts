import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { setupApi } from '../testing.ts'

const api = await setupApi()
const ann = await api.newUser('ann')
const names = ['a', 'b', 'c', 'd', 'e']
const ids = new Map<string, number>()
for (const name of names) ids.set(name, (await api.service.tags.create({ name })).id)
const idsOf = (some: string[]) => some.map((name) => ({ id: ids.get(name) ?? 0 }))

const some = fc.subarray(names)
const change = fc.record({ set: some, connect: some, disconnect: some, connectOrCreate: some }, { requiredKeys: [] })
const step = fc.oneof(
  { weight: 3, arbitrary: change },
  { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => ({ add: name })) },
  { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => ({ remove: name })) },
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

async function apply(id: number, what: Step) {
  const { update, addTag, removeTag } = api.service.posts
  if ('add' in what) return addTag({ postId: id, tagId: ids.get(what.add) ?? 0 })
  if ('remove' in what) return removeTag({ postId: id, tagId: ids.get(what.remove) ?? 0 })
  const { connectOrCreate, ...byId } = what
  const links = Object.fromEntries(Object.entries(byId).map(([kind, some]) => [kind, idsOf(some)]))
  // In another case: they are the same tags.
  const named = connectOrCreate && { connectOrCreate: connectOrCreate.map((name) => ({ name: name.toUpperCase() })) }
  return update({ id, tags: { ...links, ...named } })
}

function expected(tags: Set<string>, what: Step): Set<string> {
  if ('add' in what) return tags.union(new Set([what.add]))
  if ('remove' in what) return tags.difference(new Set([what.remove]))
  const { set, connect = [], disconnect = [], connectOrCreate = [] } = what
  const start = set ? new Set(set) : tags
  return start.difference(new Set(disconnect)).union(new Set([...connect, ...connectOrCreate]))
}

describe('the tags of a post', () => {
  test('equal those of a set after the same set, disconnect, connect and connectOrCreate, in any sequence', async () => {
    const property = fc.asyncProperty(some, fc.array(step, { minLength: 1, maxLength: 8 }), async (initial, steps) => {
      const post = await api.service.posts.create({
        title: 'T',
        content: 'C',
        authorId: ann.id,
        tags: { connect: idsOf(initial) },
      })
      let tags = new Set(initial)
      for (const what of steps) {
        const answer = await apply(post.id, what)
        tags = expected(tags, what)
        expect(answer.tags.map((tag) => tag.name)).toEqual([...tags].sort())
        const counts = (await api.anyone.tags.list({})).items
        expect(counts.map((tag) => tag.postCount)).toEqual(names.map((name) => (tags.has(name) ? 1 : 0)))
      }
      for (const name of names) {
        const { items } = await api.anyone.tags.posts({ name })
        expect(items.map(({ id }) => id)).toEqual(tags.has(name) ? [post.id] : [])
      }
      await api.service.posts.delete({ id: post.id })
    })
    await fc.assert(property, { seed: 17, numRuns: 25 })
  })
})
