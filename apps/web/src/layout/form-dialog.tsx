import { Button, type ButtonProps } from '@mantine/core'
import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { queryClient } from '../trpc.ts'
import { Dialog } from './dialog.tsx'
import { Form } from './form.tsx'

interface Props<Values extends Record<string, unknown>> extends Omit<ButtonProps, 'children'> {
  title: string
  /** The label of the button. */
  action: string
  initial: Values
  validate?: UseFormInput<Values>['validate']
  save: (values: Values) => Promise<unknown>
  onClose: () => void
  children: (form: UseFormReturnType<Values>) => ReactNode
}

/** A form in a dialog, which is closed once the form is saved. Everything on the page is then read again. A form without a field that has `data-autofocus` begins at the button that cancels. */
export default function FormDialog<Values extends Record<string, unknown>>(props: Props<Values>) {
  const { title, action, initial, validate, save, onClose, children, ...button } = props
  const form = useForm<Values>({ initialValues: initial, ...(validate && { validate }) })
  async function submit(values: Values) {
    await save(values)
    onClose()
    void queryClient.invalidateQueries()
    return null
  }
  const cancel = (
    <Button variant="default" onClick={onClose} data-autofocus>
      Cancel
    </Button>
  )
  return (
    <Dialog opened onClose={onClose} title={title} size="lg">
      <Form form={form} submit={submit} action={action} variant="filled" aside={cancel} {...button}>
        {children(form)}
      </Form>
    </Dialog>
  )
}
