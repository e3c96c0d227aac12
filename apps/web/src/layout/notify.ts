import type { NotificationData } from '@mantine/notifications'

/** Shows a notification. The code that shows it is loaded on the first call. */
export async function notify(notice: NotificationData): Promise<void> {
  const { showNotice } = await import('./notices.tsx')
  showNotice(notice)
}
