import { randomUUID } from 'node:crypto'

let moment = 0
let counter = 0

/** A new UUID of version 7. The UUIDs of one process sort in the order in which they were made. */
export function uuid7(): string {
  const now = Date.now()
  if (now > moment) {
    moment = now
    counter = 0
  } else if (++counter > 0xfff) {
    moment++
    counter = 0
  }
  const time = moment.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-${(0x7000 | counter).toString(16)}-${randomUUID().slice(19)}`
}
