import { Button, Skeleton, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { LoadError } from '../layout/load-error.tsx'
import { Moment } from '../layout/moment.tsx'
import { notifyFailure } from '../layout/notify.ts'
import { Row } from '../layout/row.tsx'
import { endSession, sessionsOptions } from './session.ts'

/** Where the viewer is signed in, and a button to end each of these sessions but this one. */
export function Sessions() {
  const { data: sessions, error } = useQuery(sessionsOptions)
  const end = useMutation({
    mutationFn: (token?: string) => endSession(token),
    onError: (error) => notifyFailure('The session goes on', error),
  })
  if (error) return <LoadError what="your sessions" error={error} />
  if (!sessions) return <Skeleton height={60} />
  return (
    <>
      {sessions.map(({ token, current, userAgent, createdAt }) => (
        <Row
          key={token}
          name={current ? 'This session' : `Session with ${deviceOf(userAgent)}`}
          title={
            <Text component="div" fw={600}>
              {deviceOf(userAgent)}
            </Text>
          }
          details={
            <>
              {current && 'This device · '}signed in <Moment at={createdAt.toISOString()} />
            </>
          }
        >
          {!current && (
            <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate(token)}>
              End
            </Button>
          )}
        </Row>
      ))}
      {sessions.length > 1 && (
        <Button mt="md" variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
          End all others
        </Button>
      )}
    </>
  )
}

const browsers = [/Firefox/, /Edg/, /OPR/, /Chrom/, /Safari/]
const systems = [/Android/, /iPhone|iPad/, /Windows/, /Mac OS/, /Linux/]
const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', Chrom: 'Chrome', 'Mac OS': 'macOS' }

/** `Firefox on Linux`, as a user agent tells. */
function deviceOf(userAgent: string | null | undefined): string {
  const [browser, system] = [browsers, systems].map((list) => {
    const [name] = list.map((pattern) => userAgent?.match(pattern)?.[0]).filter((name) => name !== undefined)
    return name && (names[name] ?? name)
  })
  return browser ? `${browser}${system ? ` on ${system}` : ''}` : 'A program'
}
