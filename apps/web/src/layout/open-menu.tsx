import { Menu } from '@mantine/core'
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'

/** A menu that opens as soon as it is loaded. It takes the place of the button that was pressed. */
export function OpenMenu({ button, children }: { button: ReactElement; children: ReactNode }) {
  const [opened, setOpened] = useState(false)
  const target = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // This button has replaced the one that was pressed. With the focus now, it gets it back when the menu closes.
    target.current?.querySelector('button')?.focus()
    setOpened(true)
  }, [])
  return (
    <div ref={target} style={{ display: 'flex' }}>
      <Menu position="bottom-end" width={220} opened={opened} onChange={setOpened}>
        <Menu.Target>{button}</Menu.Target>
        <Menu.Dropdown>{children}</Menu.Dropdown>
      </Menu>
    </div>
  )
}
