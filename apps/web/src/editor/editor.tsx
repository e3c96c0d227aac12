import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldErrors, messageOf } from '../errors.ts'
import classes from '../layout/page.module.css'
import { CategoryField } from './category-field.tsx'
import { ContentField } from './content-field.tsx'
import { type Draft, dropDraft, keptDraft, useDraftKeeping } from './draft.ts'
import { TagsField } from './tags-field.tsx'

interface Props {
  heading: string
  action: string
  draftKey: string
  /** What is published now. */
  initial: Draft
  /** Publishes the post. If it throws, all stays as it was typed and the reason is shown. */
  save: (draft: Draft) => Promise<{ id: number }>
}

/** A form for a post. What is typed is kept in this browser until it is published. */
export function Editor({ heading, action, draftKey, initial, save }: Props) {
  const navigate = useNavigate()
  const { keep, cancel } = useDraftKeeping(draftKey)
  const [restored, setRestored] = useState(() => keptDraft(draftKey))
  const [failure, setFailure] = useState('')
  const form = useForm<Draft>({
    initialValues: restored ?? initial,
    validate: {
      title: (title) => (title.trim() ? null : 'A post needs a title'),
      content: (content) => (content.trim() ? null : 'Write something first'),
    },
    onValuesChange: keep,
  })
  async function submit(draft: Draft) {
    setFailure('')
    try {
      const post = await save(draft)
      cancel()
      dropDraft(draftKey)
      await navigate({ to: '/posts/$postId', params: { postId: String(post.id) } })
    } catch (error) {
      const errors = fieldErrors(error, ['title', 'content', 'category', 'tags'], { TOO_MANY_TAGS: 'tags' })
      form.setErrors(errors)
      if (Object.keys(errors).length === 0) setFailure(messageOf(error))
    }
  }
  function discard() {
    form.setValues(initial)
    form.clearErrors()
    cancel()
    dropDraft(draftKey)
    setRestored(null)
  }
  return (
    <div className={classes.measure}>
      <h1>{heading}</h1>
      <form onSubmit={form.onSubmit(submit)}>
        <Stack gap="lg">
          {restored && (
            <Alert color="leaf" variant="light" p="sm">
              <Group justify="space-between">
                <Text size="sm">You were not finished: this is your draft, kept in this browser.</Text>
                <Button variant="default" size="compact-sm" onClick={discard}>
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
              {failure} Your text is safe in this browser.
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
    </div>
  )
}
