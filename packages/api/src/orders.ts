import { keyset, type Position } from '@trellis/rpc'

// The orders of lists, each with an id at the end.

export const newest = keyset(['time', 'id'], 'desc')
export const oldest = keyset(['time', 'id'], 'asc')
export const byName = keyset(['name', 'id'], 'asc')
export const byId = keyset(['id'], 'asc')

/** The start of a page of a list by time. */
export type TimePosition = Position<'time' | 'id'>
/** The start of a page of a list by name. */
export type NamePosition = Position<'name' | 'id'>
