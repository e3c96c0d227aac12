import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { RouterOutputs } from '@trellis/api'
import { Form } from '../layout/form.tsx'
import { LongText } from '../layout/long-text.tsx'
import { notify } from '../layout/notify.ts'
import { client } from '../trpc.ts'
import { accountChanged } from './account-changed.ts'

/** The full name and the biography. Saving it the first time creates the profile. */
export function ProfileForm({ profile }: { profile: RouterOutputs['users']['byId']['profile'] }) {
  const form = useForm({
    initialValues: { fullName: profile?.fullName ?? '', bio: profile?.bio ?? '' },
  })
  async function submit({ fullName, bio }: typeof form.values) {
    await client.profiles[profile ? 'update' : 'create'].mutate({ fullName, bio: bio.trim() ? bio : null })
    accountChanged()
    void notify({ message: 'Your profile is saved.' })
    return null
  }
  return (
    <Form form={form} submit={submit} action="Save the profile">
      <TextInput label="Name" autoComplete="name" maxLength={200} {...form.getInputProps('fullName')} />
      <LongText label="About you" max={2_000} minRows={3} maxRows={12} {...form.getInputProps('bio')} />
    </Form>
  )
}
