import { changesOf } from '@trellis/rpc/live'
import { commentsByIds } from './queries.ts'
import { CommentRow } from './views.ts'

/** The changes of comments. */
export const commentChanges = changesOf({ table: 'comments', row: CommentRow, view: commentsByIds })
