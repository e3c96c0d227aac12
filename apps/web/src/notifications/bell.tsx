import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { IconLink } from '../layout/links.tsx'
import { useLive } from '../live/use-live.ts'
import { queryClient, trpc } from '../trpc.ts'
import type { Viewer } from '../viewer.ts'
import classes from './notifications.module.css'
import { setUnread, unreadOptions } from './unread.ts'

/** Leads to the notifications, and shows how many are not read. It also notices that the viewer has signed out elsewhere. */
export function Bell({ viewer: { id } }: { viewer: Viewer }) {
  const options = unreadOptions(id)
  const { data: unread = 0 } = useQuery(options)
  useLive(`viewer:${id}`, ({ on, change }) => {
    if (on !== 'viewer') return
    if (change.kind === 'signedOut') void queryClient.invalidateQueries(trpc.viewer.current.queryFilter())
    if (change.kind === 'notifications') {
      setUnread(id, change.unread)
      // Shown on the next visit: a list that somebody reads does not move.
      void queryClient.invalidateQueries({ ...trpc.notifications.pathFilter(), refetchType: 'none' })
    }
    if (change.kind === 'reset') void queryClient.prefetchQuery(options)
  })
  return (
    <IconLink
      to="/notifications"
      c="dimmed"
      className={classes.bell}
      aria-label={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'}
    >
      <IconBell size={20} />
      {unread > 0 && <span className={classes.count}>{unread > 99 ? '99+' : unread}</span>}
    </IconLink>
  )
}
