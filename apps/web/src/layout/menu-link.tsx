import { Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { Attributes } from './links.tsx'

/** An item of a menu that is a link to a page. */
export const MenuLink = createLink((props: Attributes<MenuItemProps>) => <Menu.Item component="a" {...props} />)
