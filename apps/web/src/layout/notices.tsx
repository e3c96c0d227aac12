import '@mantine/notifications/styles.css'
import { MantineProvider } from '@mantine/core'
import { type NotificationData, Notifications, notifications } from '@mantine/notifications'
import { createRoot } from 'react-dom/client'
import { theme } from '../theme/theme.ts'

const place = document.createElement('div')
document.body.append(place)
createRoot(place).render(
  // The page's own provider sets colours and scheme for the whole document.
  <MantineProvider theme={theme} withCssVariables={false} getRootElement={() => undefined}>
    <Notifications position="bottom-center" limit={3} />
  </MantineProvider>,
)

/** Shows a notification at the bottom of the screen for a few seconds. */
export function showNotice(notice: NotificationData): void {
  notifications.show({ closeButtonProps: { 'aria-label': 'Close' }, ...notice })
}
