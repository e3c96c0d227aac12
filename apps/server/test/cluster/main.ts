import { parseArgs } from 'node:util'
import { cluster, startCluster } from './cluster.ts'
import { measure, type Row } from './measure.ts'

// What a failover costs with Patroni, etcd and HAProxy of Debian's packages: `npm run test:cluster -- --via hosts --event switchover`.

const EVENTS = ['kill-leader node', 'kill-leader postgres', 'pause-leader 15', 'cut-leader 15', 'switchover']

const { values } = parseArgs({
  options: {
    via: { type: 'string', multiple: true, default: ['hosts', 'haproxy'] },
    event: { type: 'string', multiple: true, default: EVENTS },
    sync: { type: 'string', multiple: true, default: ['on', 'off'] },
  },
})

/** A row of the table. */
const line = (row: Row) =>
  `| ${row.event} | ${row.via} | ${row.sync ? 'synchronous' : 'asynchronous'} | ${row.gaps.map((gap) => gap.toFixed(1)).join(', ')} ` +
  `| ${row.reads.map((gap) => gap.toFixed(1)).join(', ')} | ${row.lost} of ${row.acknowledged} | ${row.wrong} | ${row.ended} |`

try {
  const urls = await startCluster()
  console.log(
    '| event | via | replication | s without a write | s without a read | lost | wrong | servers that ended |',
  )
  console.log('|---|---|---|---|---|---|---|---|')
  for (const sync of values.sync.map((value) => value === 'on')) {
    for (const event of values.event) {
      for (const via of values.via) {
        const url = via === 'hosts' ? urls.hosts : urls.haproxy
        console.log(line({ event, via, sync, ...(await measure({ url, event, sync })) }))
      }
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await cluster('down')
}
