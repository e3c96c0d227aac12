import * as rpc from '@trellis/rpc/reference'
import { procedures } from './procedures.ts'
import { reasons } from './rpc.ts'
import * as views from './views.ts'

/** The reference of the API as Markdown. */
export const reference = (): string => rpc.reference({ procedures, views, reasons, command: 'npm run docs:api' })

if (import.meta.main) process.stdout.write(reference())
