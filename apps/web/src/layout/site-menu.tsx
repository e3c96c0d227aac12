import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { OpenMenu } from './open-menu.tsx'
import { SchemeItems } from './scheme-items.tsx'
import { sections } from './sections.ts'

/** The pages of the site on a narrow screen. */
export default function SiteMenu({ children }: { children: ReactElement }) {
  return (
    <OpenMenu button={children}>
      {sections.map(({ to, label }) => (
        <Menu.Item key={to} component={Link} to={to}>
          {label}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <SchemeItems />
    </OpenMenu>
  )
}
