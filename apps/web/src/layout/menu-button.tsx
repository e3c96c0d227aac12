import {
  type ComponentType,
  cloneElement,
  type LazyExoticComponent,
  type ReactElement,
  Suspense,
  useState,
} from 'react'

interface Props {
  /** A menu that takes the button it opens from as its child; see `OpenMenu`. */
  menu: LazyExoticComponent<ComponentType<{ children: ReactElement }>>
  children: ReactElement<{ onClick?: () => void; 'aria-haspopup'?: 'menu' }>
}

/** A button with a menu that is only loaded once it is asked for: no page needs it to be shown. */
export function MenuButton({ menu: Menu, children: button }: Props) {
  const [asked, setAsked] = useState(false)
  if (!asked) return cloneElement(button, { onClick: () => setAsked(true), 'aria-haspopup': 'menu' })
  return (
    <Suspense fallback={button}>
      <Menu>{button}</Menu>
    </Suspense>
  )
}
