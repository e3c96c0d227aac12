import type { ReactElement } from 'react'
import { OpenMenu } from './open-menu.tsx'
import { SchemeItems } from './scheme-items.tsx'

/** Light or dark. */
export default function SchemeMenu({ children }: { children: ReactElement }) {
  return (
    <OpenMenu button={children}>
      <SchemeItems />
    </OpenMenu>
  )
}
