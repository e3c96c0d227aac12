import { Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import { MenuLink } from './menu-link.tsx'
import { OpenMenu } from './open-menu.tsx'
import { SchemeItems } from './scheme-menu.tsx'
import { sections } from './sections.ts'

/** The pages of the site on a narrow screen. */
export default function SiteMenu({ children }: { children: ReactElement }) {
  return (
    <OpenMenu button={children}>
      {sections.map(({ to, label }) => (
        <MenuLink key={to} to={to}>
          {label}
        </MenuLink>
      ))}
      <Menu.Divider />
      <SchemeItems />
    </OpenMenu>
  )
}
