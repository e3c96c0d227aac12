import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { getHotkeyHandler } from '@mantine/hooks'
import * as z from 'zod/mini'
import { dropDraft, keepDraft, keptDraft } from '../drafts.ts'
import { fieldErrors, messageOf } from '../errors.ts'
import { LongText } from '../layout/long-text.tsx'

interface Props {
  label: string
  action: string
  /** Where the text is kept until it is sent; see `draftKey`. */
  draft: string
  initial?: string
  /** Saves the comment. If it throws, the text stays and the reason is shown. */
  onSubmit: (body: string) => Promise<unknown>
  onCancel?: () => void
}

/** A field for a new comment, a reply or an edit. */
export function CommentForm({ label, action, draft, initial = '', onSubmit, onCancel }: Props) {
  const form = useForm({
    initialValues: { body: keptDraft(draft, z.string()) ?? initial },
    validate: { body: (body) => (body.trim() ? null : 'Write something first') },
    onValuesChange: ({ body }) => keepDraft(draft, body),
  })
  const submit = form.onSubmit(async ({ body }) => {
    try {
      await onSubmit(body)
      form.setValues({ body: '' })
      dropDraft(draft)
    } catch (error) {
      form.setErrors({ body: fieldErrors(error, ['body']).body ?? messageOf(error) })
    }
  })
  function cancel() {
    dropDraft(draft)
    onCancel?.()
  }
  return (
    <form onSubmit={submit}>
      <LongText
        max={10_000}
        aria-label={label}
        placeholder={label}
        minRows={2}
        maxRows={14}
        autoFocus={onCancel !== undefined}
        onKeyDown={getHotkeyHandler([
          ['mod+Enter', () => submit()],
          // The text stays a draft.
          ['Escape', () => onCancel?.()],
        ])}
        {...form.getInputProps('body')}
      />
      <Group mt="xs" gap="xs">
        <Button type="submit" size="xs" loading={form.submitting}>
          {action}
        </Button>
        {onCancel && (
          <Button variant="subtle" color="gray" c="dimmed" size="xs" onClick={cancel}>
            Cancel
          </Button>
        )}
      </Group>
    </form>
  )
}
