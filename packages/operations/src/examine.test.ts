import { expect, test } from 'vitest'
import { failover } from './examine.ts'

test.each([
  [
    { isSynchronous: true, replicas: 2 },
    ['ok: synchronous replication: a failover loses no acknowledged write; replicas: 2'],
  ],
  [
    { isSynchronous: false, replicas: 1 },
    ['ok: asynchronous replication: a failover loses the writes that no replica had yet; replicas: 1'],
  ],
  [{ isSynchronous: true, replicas: 0 }, ['problem: writes wait for a synchronous replica, and none is connected']],
  [{ isSynchronous: false, replicas: 0 }, []],
])('doctor tells what a failover loses with %j', (replication, lines) => {
  expect(failover(replication).map(({ ok, detail }) => `${ok ? 'ok' : 'problem'}: ${detail}`)).toEqual(lines)
})
