import { Badge, Text } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { DeleteAccountDialog } from '../account/delete-account-dialog.tsx'
import { AuthorLink } from '../authors/byline.tsx'
import FormDialog from '../layout/form-dialog.tsx'
import { plural } from '../layout/plural.ts'
import { byCursor, client, trpc } from '../trpc.ts'
import { Rows } from './rows.tsx'

/** The users of the site: find them, change their role, delete them. */
export function Accounts({ q }: { q: string }) {
  const options = trpc.users.accounts.infiniteQueryOptions(q ? { q } : {}, byCursor)
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData })
  return (
    <Rows
      query={query}
      what="users"
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
      acts={{
        'Change role': ({ id, username, role }, close) => (
          <FormDialog
            title={`Role of ${username}`}
            action={role === 'admin' ? 'Make user' : 'Make admin'}
            initial={{}}
            save={() => client.users.setRole.mutate({ id, role: role === 'admin' ? 'user' : 'admin' })}
            onClose={close}
          >
            {() => (
              <Text>
                {role === 'admin'
                  ? `${username} may then change only what is theirs.`
                  : `${username} may then change and delete everything on this site.`}
              </Text>
            )}
          </FormDialog>
        ),
        Delete: (user, close) => <DeleteAccountDialog user={user} title={`Delete ${user.username}`} onClose={close} />,
      }}
    />
  )
}
