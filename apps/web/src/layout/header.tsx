import { ActionIcon, Avatar, Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconMenu2, IconPencil, IconSearch, IconSunMoon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Bell } from '../notifications/bell.tsx'
import { accountOptions, useViewer, useViewerKnown } from '../viewer.ts'
import classes from './header.module.css'
import { ButtonLink, IconLink } from './links.tsx'
import { MenuButton } from './menu-button.tsx'
import { usePart } from './part.ts'
import { sections } from './sections.ts'
import { Wordmark } from './wordmark.tsx'

/** The header of every page: navigation, search and account. */
export function Header() {
  const navigate = useNavigate()
  const [asked, setAsked] = useState(0)
  const [isMac, setIsMac] = useState(false)
  useEffect(() => setIsMac(navigator.userAgent.includes('Mac')), [])
  const { Part: Palette, ask } = usePart(() => import('./palette.tsx'))
  const askPalette = () => {
    setAsked((asked) => asked + 1)
    void ask()
  }
  useHotkeys([['/', () => navigate({ to: '/search' })]])
  // In text fields too.
  useHotkeys([['mod+K', askPalette]], [])
  return (
    <header className={classes.header}>
      <div className={classes.inner}>
        <Link to="/" className={classes.home} aria-label="Trellis, home">
          <Wordmark />
        </Link>
        <nav aria-label="Main" className={classes.sections}>
          {sections.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              className={classes.section}
            >
              {label}
            </Link>
          ))}
        </nav>
        <Group gap="xs" wrap="nowrap" ml="auto">
          <Link to="/search" className={classes.search}>
            <IconSearch size={16} aria-hidden />
            <Text span size="sm" inherit>
              Search
            </Text>
            <kbd aria-hidden>{isMac ? '⌘ K' : 'Ctrl K'}</kbd>
          </Link>
          <IconLink to="/search" aria-label="Search" className={classes.searchIcon}>
            <IconSearch size={20} />
          </IconLink>
          <div className={classes.schemeMenu}>
            <MenuButton menu={() => import('./scheme-menu.tsx')}>
              <ActionIcon variant="subtle" color="gray" c="dimmed" size="lg" aria-label="Appearance">
                <IconSunMoon size={20} />
              </ActionIcon>
            </MenuButton>
          </div>
          <Identity />
          <div className={classes.siteMenu}>
            <MenuButton menu={() => import('./site-menu.tsx')}>
              <ActionIcon variant="subtle" color="gray" c="dimmed" size="lg" aria-label="Menu">
                <IconMenu2 size={20} />
              </ActionIcon>
            </MenuButton>
          </div>
        </Group>
      </div>
      {Palette && <Palette asked={asked} />}
    </header>
  )
}

function Identity() {
  const viewer = useViewer()
  const known = useViewerKnown()
  const { data: user } = useQuery({ ...accountOptions(viewer?.id ?? 0), enabled: viewer !== null })
  // Until it is known there is an empty place of the same size, so that nothing moves.
  if (!known) return <span className={classes.identity} />
  if (!viewer) {
    return (
      <Group gap={6} wrap="nowrap">
        <ButtonLink to="/sign-in" variant="subtle" color="gray" size="sm" px="sm" c="inherit">
          Sign in
        </ButtonLink>
        <ButtonLink to="/sign-up" size="sm" px="sm" className={classes.wide}>
          Sign up
        </ButtonLink>
      </Group>
    )
  }
  return (
    <>
      <ButtonLink to="/write" size="sm" leftSection={<IconPencil size={16} />} className={classes.wide}>
        Write
      </ButtonLink>
      <Bell viewer={viewer} />
      <MenuButton menu={() => import('./account-menu.tsx')}>
        <UnstyledButton className={classes.account}>
          <Avatar name={user?.profile?.fullName ?? viewer.username} size={36} aria-hidden />
          <VisuallyHidden>Account of {viewer.username}</VisuallyHidden>
        </UnstyledButton>
      </MenuButton>
    </>
  )
}
