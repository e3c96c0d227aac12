import { Badge, Text } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useState } from 'react'
import { DeleteAccountDialog } from '../account/delete-account-dialog.tsx'
import { AuthorLink } from '../authors/byline.tsx'
import FormDialog from '../layout/form-dialog.tsx'
import { plural } from '../layout/plural.ts'
import { byCursor, client, trpc } from '../trpc.ts'
import { Rows } from './rows.tsx'

type Account = RouterOutputs['users']['accounts']['items'][number]

/** The users of the site: find them, change their role, delete them. */
export function Accounts({ q }: { q: string }) {
  const options = trpc.users.accounts.infiniteQueryOptions(q ? { q } : {}, byCursor)
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData })
  const [open, setOpen] = useState<{ act: 'role' | 'delete'; user: Account } | null>(null)
  const close = () => setOpen(null)
  const next = open?.user.role === 'admin' ? 'user' : 'admin'
  return (
    <>
      <Rows
        query={query}
        what="users"
        acts={{ role: 'Change role', delete: 'Delete' }}
        onAct={(act, user) => setOpen({ act, user })}
        row={({ username, fullName, email, role, postCount }) => ({
          name: username,
          title: (
            <>
              <AuthorLink username={username}>{fullName ?? username}</AuthorLink>{' '}
              {role === 'admin' && <Badge size="sm">admin</Badge>}
            </>
          ),
          details: `@${username} · ${email} · ${plural(postCount, 'post')}`,
        })}
      />
      {open?.act === 'role' && (
        <FormDialog
          title={`Role of ${open.user.username}`}
          action={next === 'admin' ? 'Make admin' : 'Make user'}
          initial={{}}
          save={() => client.users.setRole.mutate({ id: open.user.id, role: next })}
          onClose={close}
        >
          {() => (
            <Text>
              {next === 'admin'
                ? `${open.user.username} may then change and delete everything on this site.`
                : `${open.user.username} may then change only what is theirs.`}
            </Text>
          )}
        </FormDialog>
      )}
      {open?.act === 'delete' && (
        <DeleteAccountDialog user={open.user} title={`Delete ${open.user.username}`} onClose={close} />
      )}
    </>
  )
}
