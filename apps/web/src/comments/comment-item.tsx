import { Button, Group } from '@mantine/core'
import type { RouterOutputs } from '@trellis/api'
import { useState } from 'react'
import { useSignInFirst } from '../account/sign-in-first.ts'
import { Byline, nameOf } from '../authors/byline.tsx'
import { plural } from '../layout/plural.ts'
import { Markdown } from '../posts/markdown.tsx'
import { useViewer } from '../viewer.ts'
import { CommentReplies } from './comment-replies.tsx'
import classes from './comments.module.css'
import { DeleteComment } from './delete-comment.tsx'
import { EditComment } from './edit-comment.tsx'
import { NewComment } from './new-comment.tsx'

interface Props {
  comment: RouterOutputs['comments']['list']['items'][number]
  postAuthorId: number | undefined
  /** How many comments it stands below. */
  level: number
}

/** A comment, what can be done with it, and the replies to it once they are asked for. */
export function CommentItem({ comment, postAuthorId, level }: Props) {
  const viewer = useViewer()
  const signInFirst = useSignInFirst()
  const [state, setState] = useState<'shown' | 'replying' | 'editing'>('shown')
  const [open, setOpen] = useState(false)
  const mine = viewer !== null && (viewer.id === comment.author.id || viewer.role === 'admin')
  const label = `comment by ${nameOf(comment.author)}`
  return (
    <article className={classes.comment} aria-label={label}>
      <Byline author={comment.author} at={comment.createdAt} />
      <div className={classes.body}>
        {state === 'editing' ? (
          <EditComment comment={comment} onDone={() => setState('shown')} />
        ) : (
          <>
            <Markdown small>{comment.body}</Markdown>
            <Group gap={0} className={classes.actions}>
              <Action onClick={() => signInFirst() || setState('replying')} label={`Reply to the ${label}`}>
                Reply
              </Action>
              {comment.replyCount > 0 && (
                <Action onClick={() => setOpen(!open)} expanded={open} primary>
                  {open ? 'Hide replies' : plural(comment.replyCount, 'reply', 'replies')}
                </Action>
              )}
              {mine && (
                <Action onClick={() => setState('editing')} label={`Edit the ${label}`}>
                  Edit
                </Action>
              )}
              {(mine || (viewer && viewer.id === postAuthorId)) && <DeleteComment comment={comment} label={label} />}
            </Group>
          </>
        )}
        {state === 'replying' && (
          <NewComment
            postId={comment.postId}
            parentId={comment.id}
            onDone={() => {
              setState('shown')
              setOpen(true)
            }}
          />
        )}
      </div>
      {open && comment.replyCount > 0 && (
        <CommentReplies commentId={comment.id} postAuthorId={postAuthorId} level={level + 1} />
      )}
    </article>
  )
}

function Action({
  onClick,
  label,
  expanded,
  primary = false,
  children,
}: {
  onClick: () => void
  label?: string
  expanded?: boolean
  primary?: boolean
  children: string
}) {
  return (
    <Button
      variant="subtle"
      color={primary ? 'leaf' : 'gray'}
      {...(!primary && { c: 'dimmed' })}
      size="compact-xs"
      onClick={onClick}
      aria-label={label}
      aria-expanded={expanded}
    >
      {children}
    </Button>
  )
}
