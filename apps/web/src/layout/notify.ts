import type { NotificationData } from '@mantine/notifications'

/** Tells something that is not about a place on the page. What shows it is loaded when there is something to show. */
export async function notify(notice: NotificationData): Promise<void> {
  const { showNotice } = await import('./notices.tsx')
  showNotice(notice)
}
