import { Alert, Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ButtonLink } from '../layout/links.tsx'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { verifyAddress } from './messages.ts'

/** Confirms an address with the token of a message, when asked to: mail programs open links by themselves. */
export function VerifyEmail({ token }: { token: string }) {
  usePageTitle('Confirm your e-mail address')
  const verification = useMutation({ mutationFn: () => verifyAddress(token) })
  if (verification.isSuccess && verification.data === null) {
    return (
      <div className={classes.narrow}>
        <h1>Confirmed</h1>
        <p role="status">If you are changing your address, the new one gets a message now: confirm that, too.</p>
        <ButtonLink to="/">Go on</ButtonLink>
      </div>
    )
  }
  return (
    <div className={classes.narrow}>
      <h1>
        Confirm your <span style={{ whiteSpace: 'nowrap' }}>e-mail</span> address
      </h1>
      <Stack>
        {verification.data && (
          <Alert color="red" role="alert">
            {verification.data}
          </Alert>
        )}
        <Button onClick={() => verification.mutate()} loading={verification.isPending}>
          Confirm
        </Button>
      </Stack>
    </div>
  )
}
