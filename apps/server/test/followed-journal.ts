import { setTimeout as pause } from 'node:timers/promises'
import { asService, clientOf } from './servers.ts'

/** Adds employees, and reads the journal from the servers in turn, each time from where it is. Stops once the newest change was read. */
export async function followJournal(urls: string[]) {
  const clients = urls.map((url) => clientOf(url, asService))
  const created: number[] = []
  let [resets, newest, isOver, isComplete] = [0, 0, false, false]
  const start = await clients[0]?.changes.list.query({})
  const adding = (async () => {
    while (!isOver) {
      const added = await clients[0]?.employees.create.mutate({ name: 'E' }).catch(() => undefined)
      newest = added?.id ?? newest
      await pause(20)
    }
  })()
  const reading = (async () => {
    let position = start?.position
    for (let turn = 0; !isComplete || (created.at(-1) ?? 0) < newest; turn++) {
      const read = clients[turn % clients.length]?.changes.list.query({ after: position, tables: ['employees'] })
      const page = await read?.catch(() => undefined)
      await pause(20)
      if (!page) continue
      position = page.position
      if (page.reset) resets++
      for (const { kind, key } of page.items) if (kind === 'created') created.push(Number(key.id))
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await adding
      isComplete = true
      await reading
      return { created, resets }
    },
  }
}
