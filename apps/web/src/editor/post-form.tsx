import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { getHotkeyHandler } from '@mantine/hooks'
import type { KeyboardEvent, ReactNode } from 'react'
import { formErrors } from '../errors.ts'
import { focusFirst } from '../layout/form.tsx'
import classes from '../layout/page.module.css'
import { CategoryField } from './category-field.tsx'
import { ContentField } from './content-field.tsx'
import type { Draft } from './draft.ts'
import { TagsField } from './tags-field.tsx'

/** The form of a post, which calls `changed` at each change. */
export function usePostForm(initialValues: Draft, changed: (draft: Draft) => void): UseFormReturnType<Draft> {
  return useForm<Draft>({
    initialValues,
    validate: {
      title: (title) => (title.trim() ? null : 'A post needs a title'),
      content: (content) => (content.trim() ? null : 'Write something first'),
    },
    onValuesChange: changed,
  })
}

/** Shows an error at the fields that it is about. Returns the message of one that is about none. */
export function showErrors(form: UseFormReturnType<Draft>, error: unknown): string {
  const { '': failure = '', ...errors } = formErrors(error, ['title', 'content', 'category', 'tags'])
  form.setErrors(errors)
  focusFirst(form, errors)
  return failure
}

interface Props {
  heading: string
  /** The label of the button. */
  action: string
  form: UseFormReturnType<Draft>
  onSubmit: (draft: Draft) => Promise<unknown>
  /** Where the text is kept by now. */
  state: string
  /** Why it was not published. */
  failure: string
  /** What stands above the fields. */
  children?: ReactNode
}

/** The fields of a post. Only the button and Ctrl/Cmd+Enter publish it. */
export function PostForm({ heading, action, form, onSubmit, state, failure, children }: Props) {
  const submit = form.onSubmit(onSubmit, (errors) => focusFirst(form, errors))
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    getHotkeyHandler([['mod+Enter', () => submit()]])(event)
    // In the fields of one line, the browser would send the form.
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
  }
  return (
    <div className={classes.measure}>
      <h1>{heading}</h1>
      <form onSubmit={submit} onKeyDown={onKeyDown}>
        <Stack gap="lg">
          {children}
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
            <Text size="sm" c="dimmed" role="status">
              {state}
            </Text>
          </Group>
        </Stack>
      </form>
    </div>
  )
}

/** Says that a text is one that was kept in this browser, and lets the writer give it up. */
export function Restored({ text, onDiscard }: { text: string; onDiscard: () => void }) {
  return (
    <Alert color="leaf" variant="light" p="sm">
      <Group justify="space-between">
        <Text size="sm">{text}</Text>
        <Button variant="default" size="compact-sm" onClick={onDiscard}>
          Discard it
        </Button>
      </Group>
    </Alert>
  )
}
