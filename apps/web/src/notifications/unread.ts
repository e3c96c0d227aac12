import { queryOptions } from '@tanstack/react-query'
import { client, queryClient } from '../trpc.ts'

/** The number of notifications that the viewer has not read: the stream of the viewer tells it. Reads the newest ones without it. */
export const unreadOptions = (viewerId: number) =>
  queryOptions({
    queryKey: ['unread', viewerId],
    queryFn: async () => (await client.notifications.list.query({})).items.filter(({ read }) => !read).length,
    enabled: false,
  })

/** Keeps the number of unread notifications. */
export const setUnread = (viewerId: number, unread: number): void => {
  queryClient.setQueryData(unreadOptions(viewerId).queryKey, unread)
}
