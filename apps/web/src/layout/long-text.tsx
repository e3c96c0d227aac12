import { Textarea, type TextareaProps } from '@mantine/core'

/** A field for a text of several lines, which counts the characters that are used of those that may be. */
export function LongText({ max, ...props }: TextareaProps & { max: number }) {
  const { length } = String(props.value ?? '')
  return (
    <Textarea
      autosize
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={length > 0 && `${length.toLocaleString('en')} / ${max.toLocaleString('en')}`}
      descriptionProps={{ ta: 'end', ...(length > max && { c: 'red' }) }}
      {...props}
    />
  )
}
