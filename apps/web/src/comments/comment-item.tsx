import { Group, Text } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useSignInFirst } from '../account/sign-in-first.ts'
import { Byline, nameOf } from '../authors/byline.tsx'
import { draftKeys } from '../drafts.ts'
import { Moment } from '../layout/moment.tsx'
import { usePart } from '../layout/part.ts'
import { plural } from '../layout/plural.ts'
import { Markdown } from '../posts/markdown.tsx'
import { useViewer } from '../viewer.ts'
import { Action } from './action.tsx'
import { type Comment, usePlaceInThread } from './comment-options.ts'
import { CommentReplies } from './comment-replies.tsx'
import classes from './comments.module.css'
import { DeleteComment } from './delete-comment.tsx'
import { useHeldChange } from './use-live-comments.ts'

const NewComment = lazy(() => import('./new-comment.tsx'))

/** How many levels of replies are open from the start. */
const OPEN_LEVELS = 2

interface Props {
  comment: Comment
  postAuthorId: number
  /** How many comments are above this one. */
  level: number
}

/** A comment, what can be done with it, and its replies. */
export function CommentItem({ comment, postAuthorId, level }: Props) {
  const viewer = useViewer()
  const signInFirst = useSignInFirst()
  const hasReply = viewer !== null && draftKeys(viewer.id, `reply:${comment.id}`).length > 0
  const [chosenState, setState] = useState<'shown' | 'replying' | 'editing'>()
  const state = chosenState ?? (hasReply ? 'replying' : 'shown')
  const { Part: EditComment, ask: askToEdit } = usePart(() => import('./edit-comment.tsx'))
  const edit = () => {
    setState('editing')
    void askToEdit()
  }
  const [chosen, setChosen] = useState<boolean>()
  const { ref, isNear, isTarget, next } = usePlace(comment.id)
  const open = chosen ?? (next !== undefined || (isNear && level < OPEN_LEVELS))
  const change = useHeldChange(comment)
  const replies = open && comment.hasReplies && (
    <CommentReplies comment={comment} level={level + 1} pinned={next}>
      {(reply) => <CommentItem comment={reply} postAuthorId={postAuthorId} level={level + 1} />}
    </CommentReplies>
  )
  const place = { id: `comment-${comment.id}`, ref, tabIndex: -1, 'data-target': isTarget || undefined }
  const repliesAction = comment.hasReplies && (
    <Action onClick={() => setChosen(!open)} expanded={open} primary>
      {open ? 'Hide replies' : comment.replyCount > 0 ? plural(comment.replyCount, 'reply', 'replies') : 'Show replies'}
    </Action>
  )
  const changeAction = change && (
    <Action
      onClick={() => {
        setChosen(true)
        change.show()
      }}
      primary
    >
      {change.label}
    </Action>
  )
  const leave = () => {
    setState('shown')
    document.getElementById(place.id)?.focus({ preventScroll: true })
  }
  const { author, body } = comment
  if (!author || body === null) {
    return (
      <article {...place} className={classes.comment} aria-label="deleted comment">
        <Group gap="xs">
          <Text c="dimmed" fs="italic">
            This comment was deleted
          </Text>
          {repliesAction}
          {changeAction}
        </Group>
        {replies}
      </article>
    )
  }
  const mine = viewer !== null && (viewer.id === author.id || viewer.role === 'admin')
  const label = `comment by ${nameOf(author)}`
  return (
    <article {...place} className={classes.comment} aria-label={label}>
      <Byline author={author}>
        <Link to="." hash={`comment-${comment.id}`} replace className={classes.permalink}>
          <Moment at={comment.createdAt} changed={comment.updatedAt} />
        </Link>
      </Byline>
      <div className={classes.body}>
        {state === 'editing' && EditComment ? (
          <EditComment comment={comment} authorId={author.id} body={body} onDone={leave} />
        ) : (
          <>
            <Markdown small>{body}</Markdown>
            <Group gap={0} className={classes.actions}>
              <Action onClick={() => signInFirst(() => setState('replying'))} label={`Reply to the ${label}`}>
                Reply
              </Action>
              {repliesAction}
              {mine && (
                <Action onClick={edit} label={`Edit the ${label}`}>
                  Edit
                </Action>
              )}
              {(mine || (viewer && viewer.id === postAuthorId)) && <DeleteComment comment={comment} label={label} />}
              {changeAction}
            </Group>
          </>
        )}
        {state === 'replying' && viewer && (
          <Suspense>
            <NewComment
              postId={comment.postId}
              parentId={comment.id}
              viewerId={viewer.id}
              onDone={() => {
                setState('shown')
                setChosen(true)
              }}
            />
          </Suspense>
        )}
      </div>
      {replies}
    </article>
  )
}

/** Notices when a comment comes near the part of the page that is seen, and goes to it if the address names it. */
function usePlace(id: number) {
  const { isTarget, next } = usePlaceInThread(id)
  const [isNear, setIsNear] = useState(false)
  const { ref, entry } = useIntersection<HTMLElement>({ rootMargin: '600px' })
  useEffect(() => {
    if (entry?.isIntersecting) setIsNear(true)
  }, [entry])
  useEffect(() => {
    if (!isTarget) return
    const element = document.getElementById(`comment-${id}`)
    element?.scrollIntoView({ block: 'center' })
    element?.focus({ preventScroll: true })
  }, [isTarget, id])
  return { ref, isNear, isTarget, next }
}
