import { type ComponentType, cloneElement, type ReactElement } from 'react'
import { usePart } from './part.ts'

interface Props {
  /** Loads a menu that takes the button it opens from as its child; see `OpenMenu`. */
  menu: () => Promise<{ default: ComponentType<{ children: ReactElement }> }>
  children: ReactElement<{ onClick?: () => void; 'aria-haspopup'?: 'menu' }>
}

/** A button with a menu. */
export function MenuButton({ menu, children: button }: Props) {
  const { Part: Menu, ask } = usePart(menu)
  return Menu ? <Menu>{button}</Menu> : cloneElement(button, { onClick: ask, 'aria-haspopup': 'menu' })
}
