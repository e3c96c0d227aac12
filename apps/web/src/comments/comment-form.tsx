import { Button, Group, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { fieldErrors, messageOf } from '../errors.ts'

interface Props {
  label: string
  action: string
  initial?: string
  /** Saves the comment. If it throws, the text stays and the reason is shown. */
  onSubmit: (body: string) => Promise<unknown>
  onCancel?: () => void
}

/** A field for a comment: new, in reply, or edited. */
export function CommentForm({ label, action, initial = '', onSubmit, onCancel }: Props) {
  const form = useForm({
    initialValues: { body: initial },
    validate: { body: (body) => (body.trim() ? null : 'Write something first') },
  })
  async function submit({ body }: { body: string }) {
    try {
      await onSubmit(body)
      form.reset()
    } catch (error) {
      form.setErrors({ body: fieldErrors(error, ['body']).body ?? messageOf(error) })
    }
  }
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Textarea
        aria-label={label}
        placeholder={label}
        autosize
        minRows={2}
        maxRows={14}
        autoFocus={onCancel !== undefined}
        {...form.getInputProps('body')}
      />
      <Group mt="xs" gap="xs">
        <Button type="submit" size="xs" loading={form.submitting}>
          {action}
        </Button>
        {onCancel && (
          <Button variant="subtle" color="gray" c="dimmed" size="xs" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </Group>
    </form>
  )
}
