import { Menu } from '@mantine/core'
import { IconLogout, IconPencil, IconSettings, IconShieldCog, IconUser } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { signOut } from '../account/session.ts'
import { useViewer } from '../viewer.ts'
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
      <Menu.Item component={Link} to="/write" leftSection={<IconPencil size={16} />}>
        Write a post
      </Menu.Item>
      <Menu.Item
        renderRoot={(props) => <Link to="/authors/$username" params={{ username: viewer.username }} {...props} />}
        leftSection={<IconUser size={16} />}
      >
        Your page
      </Menu.Item>
      <Menu.Item component={Link} to="/account" leftSection={<IconSettings size={16} />}>
        Account
      </Menu.Item>
      {viewer.role === 'admin' && (
        <Menu.Item component={Link} to="/admin" leftSection={<IconShieldCog size={16} />}>
          Administration
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
        Sign out
      </Menu.Item>
    </OpenMenu>
  )
}
