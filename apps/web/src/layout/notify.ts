import type { NotificationData } from '@mantine/notifications'
import { messageOf } from '../errors.ts'

/** Shows a notification. The code that shows it is loaded on the first call. */
export async function notify(notice: NotificationData & { title?: string; message: string }): Promise<void> {
  try {
    const { showNotice } = await import('./notices.tsx')
    showNotice(notice)
  } catch {
    // The server that cannot be reached has that code, too.
    alert(notice.title ? `${notice.title}\n\n${notice.message}` : notice.message)
  }
}

/** Shows that something failed, and why. */
export const notifyFailure = (title: string, error: unknown): Promise<void> =>
  notify({ color: 'red', title, message: messageOf(error) })
