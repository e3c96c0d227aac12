import { Button, TagsInput, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useState } from 'react'
import { PeopleSkeletons } from '../authors/authors-page.tsx'
import { Dialog } from '../layout/dialog.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import FormDialog from '../layout/form-dialog.tsx'
import { Moment } from '../layout/moment.tsx'
import { notifyFailure } from '../layout/notify.ts'
import { plural } from '../layout/plural.ts'
import { Row } from '../layout/row.tsx'
import { byCursor, client, queryClient, trpc } from '../trpc.ts'
import { Rows } from './rows.tsx'

type Webhook = RouterOutputs['webhooks']['list']['items'][number]
const kinds: Webhook['kinds'] = ['created', 'updated', 'deleted']

/** Where changes are sent: add and delete webhooks, see what was sent, and send it again. */
export function Webhooks() {
  const query = useInfiniteQuery(trpc.webhooks.list.infiniteQueryOptions({}, byCursor))
  const [isAdding, setIsAdding] = useState(false)
  const [secret, setSecret] = useState('')
  return (
    <>
      <Button mt="md" leftSection={<IconPlus size={16} />} onClick={() => setIsAdding(true)}>
        Add a webhook
      </Button>
      <Rows
        query={query}
        what="webhooks"
        row={({ url, tables, kinds, pending, failed }) => ({
          name: url,
          details: `${tables.join(', ')}: ${kinds.join(', ')} · ${pending} pending · ${failed} failed`,
        })}
        acts={{
          Deliveries: (webhook, close) => <Deliveries webhook={webhook} onClose={close} />,
          Delete: ({ id, url }, close) => (
            <FormDialog
              title="Delete a webhook"
              action="Delete"
              color="red.8"
              initial={{}}
              save={() => client.webhooks.delete.mutate({ id })}
              onClose={close}
            >
              {() => <Text>Nothing more is sent to {url}.</Text>}
            </FormDialog>
          ),
        }}
      />
      {isAdding && <NewWebhook onSecret={setSecret} onClose={() => setIsAdding(false)} />}
      <Dialog opened={secret !== ''} onClose={() => setSecret('')} title="The secret of the webhook" size="lg">
        <Text mb="md">The receiver verifies with it what it gets. It is shown only now.</Text>
        <TextInput label="Secret" readOnly value={secret} onFocus={(event) => event.currentTarget.select()} />
      </Dialog>
    </>
  )
}

function NewWebhook({ onSecret, onClose }: { onSecret: (secret: string) => void; onClose: () => void }) {
  return (
    <FormDialog
      title="Add a webhook"
      action="Add"
      initial={{ url: '', tables: [] as string[], kinds }}
      save={async (values) => onSecret((await client.webhooks.create.mutate(values)).secret)}
      onClose={onClose}
    >
      {(form) => (
        <>
          <TextInput
            label="Address"
            placeholder="https://example.com/hook"
            data-autofocus
            {...form.getInputProps('url')}
          />
          <TagsInput
            label="Tables"
            description="Changes of their rows are sent, with the key of the row."
            placeholder="posts, comments"
            {...form.getInputProps('tables')}
          />
          <TagsInput label="Kinds of changes" data={kinds} {...form.getInputProps('kinds')} />
        </>
      )}
    </FormDialog>
  )
}

/** What was sent to a webhook, and is to be. */
function Deliveries({ webhook: { id, url }, onClose }: { webhook: Webhook; onClose: () => void }) {
  const query = useInfiniteQuery(trpc.webhooks.deliveries.infiniteQueryOptions({ id }, byCursor))
  const retry = (id: number) =>
    client.webhooks.retry
      .mutate({ id })
      .then(() => queryClient.invalidateQueries())
      .catch((error: unknown) => notifyFailure('It is not sent again', error))
  return (
    <Dialog opened onClose={onClose} title={`Deliveries to ${url}`} size="lg">
      <EndlessList
        query={query}
        what="the deliveries"
        skeleton={<PeopleSkeletons />}
        empty={<Text>Nothing was sent yet.</Text>}
        keyOf={({ id }) => id}
      >
        {({ id, type, status, attempts, error, createdAt }) => (
          <Row
            name={`Delivery ${id}`}
            title={<Text fw={600}>{type}</Text>}
            details={
              <>
                <Moment at={createdAt} /> · {status} · {plural(attempts, 'attempt')}
                {error && ` · ${error}`}
              </>
            }
          >
            <Button size="xs" variant="default" aria-label={`Send delivery ${id} again`} onClick={() => retry(id)}>
              Send again
            </Button>
          </Row>
        )}
      </EndlessList>
    </Dialog>
  )
}
