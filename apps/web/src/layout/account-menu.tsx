import { Menu } from '@mantine/core'
import { IconFiles, IconLogout, IconPencil, IconSettings, IconShieldCog, IconUser } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { signOut } from '../account/session.ts'
import { useViewer } from '../viewer.ts'
import { MenuLink } from './menu-link.tsx'
import { notify } from './notify.ts'
import { OpenMenu } from './open-menu.tsx'

/** What a signed-in user can do from any page. */
export default function AccountMenu({ children }: { children: ReactElement }) {
  const router = useRouter()
  const viewer = useViewer()
  async function leave() {
    const error = await signOut()
    if (error) notify({ color: 'red', title: 'You are still signed in', message: error })
    else await router.navigate({ to: '/' })
  }
  if (!viewer) return null
  return (
    <OpenMenu button={children}>
      <Menu.Label>@{viewer.username}</Menu.Label>
      <MenuLink to="/write" leftSection={<IconPencil size={16} />}>
        Write a post
      </MenuLink>
      <MenuLink to="/drafts" leftSection={<IconFiles size={16} />}>
        My drafts
      </MenuLink>
      <MenuLink to="/authors/$username" params={{ username: viewer.username }} leftSection={<IconUser size={16} />}>
        Your page
      </MenuLink>
      <MenuLink to="/account" leftSection={<IconSettings size={16} />}>
        Account
      </MenuLink>
      {viewer.role === 'admin' && (
        <MenuLink to="/admin" leftSection={<IconShieldCog size={16} />}>
          Administration
        </MenuLink>
      )}
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
        Sign out
      </Menu.Item>
    </OpenMenu>
  )
}
