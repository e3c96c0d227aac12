import { useDocumentTitle } from '@mantine/hooks'

/** Sets the title of the page. */
export function usePageTitle(title?: string): void {
  useDocumentTitle(title ? `${title} · Trellis` : 'Trellis')
}
