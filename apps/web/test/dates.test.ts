import { describe, expect, it } from 'vitest'
import { serviceOf } from './service.ts'
import { openWorld } from './world.ts'

const { server, visitor } = await openWorld()
const { posts } = serviceOf(server.url)

describe('the date of a post', () => {
  it.each(['America/Los_Angeles', 'Pacific/Auckland'])('without a time is that day in %s', async (timezoneId) => {
    const createdAt = '2021-05-10T00:00:00.000Z'
    const { id } = await posts.create.mutate({ authorId: 1, title: 'A day', content: 'Text', createdAt })
    const { page, open } = await visitor({ timezoneId })
    await open(`/posts/${id}`)
    const time = page.getByRole('article').first().getByRole('time').first()
    await expect.poll(() => time.textContent()).toBe('May 10, 2021')
    expect(await time.getAttribute('title')).toBe('May 10, 2021')
  })

  it('with a time is the moment in the zone of the reader, in full in the tooltip', async () => {
    const createdAt = '2021-05-10T03:00:00.000Z'
    const { id } = await posts.create.mutate({ authorId: 1, title: 'A moment', content: 'Text', createdAt })
    const { page, open } = await visitor({ timezoneId: 'America/Los_Angeles' })
    await open(`/posts/${id}`)
    const time = page.getByRole('article').first().getByRole('time').first()
    await expect.poll(() => time.textContent()).toBe('May 9, 2021')
    expect(await time.getAttribute('title')).toMatch(/^Sunday, May 9, 2021 at 8:00:00\sPM PDT$/)
  })
})
