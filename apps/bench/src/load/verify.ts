import type { Case } from './cases.ts'
import { bodyOf } from './connection.ts'
import type { Clients } from './measure.ts'
import { dataOf } from './requests.ts'

/** Times of writes, and the ids that depend on the number of earlier writes. */
const volatile = /"\d{4}-\d\d-\d\dT[\d:.]+Z"/g

/** Sends the first requests of a case to every server. @throws if a response differs from that of the first server. */
export async function verify(one: Case, all: Clients[]): Promise<void> {
  for (let turn = 0; turn < Math.min(4, one.inputs.length); turn++) {
    let expected: string | undefined
    for (const { server, connections, requests } of all) {
      const [connection] = connections
      const request = requests[0]?.[turn]
      if (!connection || !request) continue
      const answer = await connection.send(request)
      const data = dataOf(server.contender, bodyOf(answer))
      const text = one.kind === 'mutation' ? data.replaceAll(volatile, '"a moment"') : data
      expected ??= text
      if (answer.status !== 200 || text !== expected) {
        const what = `${one.name}: ${server.contender} answers ${answer.status} ${text.slice(0, 2_000)}`
        throw new Error(`${what}\nbut ${all[0]?.server.contender} ${expected.slice(0, 2_000)}`)
      }
    }
  }
}
