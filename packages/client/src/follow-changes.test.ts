import { expect, test } from 'vitest'
import { type ChangeBatch, followChanges } from './index.ts'

const item = (n: number) => ({ position: `p${n}`, table: 'books', kind: 'created', key: { id: n }, by: {} }) as const
/** A journal of 5 changes, read in pages of 2. `fail` is called before each request. */
const journal = (fail: (request: number) => void = () => {}) => {
  let requests = 0
  const query = async ({ after }: { after?: string | undefined }) => {
    fail(requests++)
    const start = after === undefined ? 5 : Number(after.slice(1))
    const items = [1, 2, 3, 4, 5].filter((n) => n > start).slice(0, 2)
    return { items: items.map(item), position: `p${items.at(-1) ?? start}`, more: items.length === 2, reset: false }
  }
  return { changes: { list: { query } } }
}

/** Follows until the last change was saved. */
async function follow(client: ReturnType<typeof journal>, from: string | null) {
  const stop = new AbortController()
  const [batches, saved]: [ChangeBatch[], string[]] = [[], []]
  const save = (position: string) => {
    saved.push(position)
    if (position === 'p5') stop.abort()
  }
  await followChanges(client, { from, save, signal: stop.signal, pollMs: 1 }, (batch) => void batches.push(batch))
  return { ids: batches.flatMap(({ items }) => items.map(({ key }) => key.id)), saved, batches }
}

test('every change is handled once and in order, and each position is saved after its batch', async () => {
  expect(await follow(journal(), 'p0')).toMatchObject({ ids: [1, 2, 3, 4, 5], saved: ['p2', 'p4', 'p5'] })
  expect(await follow(journal(), 'p4')).toMatchObject({ ids: [5], saved: ['p5'] })
})

test('without a position, the handler is told to read all rows, and follows from then on', async () => {
  expect(await follow(journal(), null)).toMatchObject({ batches: [{ items: [], position: 'p5', reset: true }] })
})

test('requests that fail are repeated', async () => {
  const failing = journal((request) => {
    if (request < 3) throw new Error('The server is away')
  })
  expect(await follow(failing, 'p0')).toMatchObject({ ids: [1, 2, 3, 4, 5] })
})

test('the error of a handler ends it, without the position being saved', async () => {
  const saved: string[] = []
  const failing = () => Promise.reject(new Error('disk full'))
  const following = followChanges(journal(), { from: 'p0', save: (position) => void saved.push(position) }, failing)
  await expect(following).rejects.toThrow('disk full')
  expect(saved).toEqual([])
})
