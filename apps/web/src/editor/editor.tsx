import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { getHotkeyHandler } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { RouterReasons } from '@trellis/api'
import { type KeyboardEvent, useState } from 'react'
import { keptDraft, useDraft } from '../drafts.ts'
import { currentOf, formErrors } from '../errors.ts'
import { focusFirst } from '../layout/form.tsx'
import { notify } from '../layout/notify.ts'
import classes from '../layout/page.module.css'
import { useStillHere } from '../layout/still-here.ts'
import type { Outcome } from '../safe.ts'
import { CategoryField } from './category-field.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import { ContentField } from './content-field.tsx'
import { Draft, draftOf, Published } from './draft.ts'
import { TagsField } from './tags-field.tsx'

interface Props {
  heading: string
  action: string
  draftKey: string
  /** What is published now. */
  initial: Draft
  /** Publishes the post. If that fails, the form keeps its content and shows why. */
  save: (draft: Draft) => Promise<Outcome<{ id: number }, RouterReasons['posts']['create' | 'update']>>
}

/** A form for a post. What is typed is kept in this browser until it is published. */
export function Editor({ heading, action, draftKey, initial, save }: Props) {
  const navigate = useNavigate()
  const stillHere = useStillHere()
  const { keep, drop } = useDraft<Draft>(draftKey)
  const [restored, setRestored] = useState(() => keptDraft(draftKey, Draft))
  const [conflict, setConflict] = useState<Draft | null>(null)
  const [failure, setFailure] = useState('')
  const form = useForm<Draft>({
    initialValues: restored ?? initial,
    validate: {
      title: (title) => (title.trim() ? null : 'A post needs a title'),
      content: (content) => (content.trim() ? null : 'Write something first'),
    },
    onValuesChange: keep,
  })
  async function publish(draft: Draft) {
    setFailure('')
    const { data: post, reason, error } = await save(draft)
    if (reason === 'STALE') return setConflict(draftOf(Published.parse(currentOf(error))))
    if (error) {
      const { '': failure = '', ...errors } = formErrors(error, ['title', 'content', 'category', 'tags'])
      form.setErrors(errors)
      return setFailure(failure)
    }
    drop()
    if (!stillHere()) return notify({ message: 'Your post is saved.' })
    // The back button must not lead to the form again.
    await navigate({ to: '/posts/$postId', params: { postId: String(post.id) }, replace: true })
  }
  const submit = form.onSubmit(publish, (errors) => focusFirst(form, errors))
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    getHotkeyHandler([['mod+Enter', () => submit()]])(event)
    // In the fields of one line, the browser would send the form.
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
  }
  function startAgain(from: Draft) {
    form.setValues(from)
    form.clearErrors()
    drop()
    setRestored(null)
    setConflict(null)
  }
  return (
    <div className={classes.measure}>
      <h1>{heading}</h1>
      <form onSubmit={submit} onKeyDown={onKeyDown}>
        <Stack gap="lg">
          {restored && (
            <Alert color="leaf" variant="light" p="sm">
              <Group justify="space-between">
                <Text size="sm">This is your unfinished draft. It is kept in this browser.</Text>
                <Button variant="default" size="compact-sm" onClick={() => startAgain(initial)}>
                  Discard the draft
                </Button>
              </Group>
            </Alert>
          )}
          <TextInput label="Title" size="md" maxLength={300} {...form.getInputProps('title')} />
          <ContentField {...form.getInputProps('content')} />
          <CategoryField {...form.getInputProps('category')} />
          <TagsField {...form.getInputProps('tags')} />
          {failure && (
            <Alert color="red" role="alert" title="Not published yet">
              {failure} Your text is kept in this browser.
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={form.submitting}>
              {action}
            </Button>
            <Text size="sm" c="dimmed">
              Kept in this browser until then.
            </Text>
          </Group>
        </Stack>
      </form>
      <ConflictDialog
        mine={form.values}
        theirs={conflict}
        onMine={() => {
          setConflict(null)
          if (conflict) void publish({ ...form.values, base: conflict.base })
        }}
        onTheirs={() => conflict && startAgain(conflict)}
        onClose={() => setConflict(null)}
      />
    </div>
  )
}
