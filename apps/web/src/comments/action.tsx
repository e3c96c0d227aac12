import { Button } from '@mantine/core'

interface ActionProps {
  onClick: () => void
  label?: string
  expanded?: boolean
  primary?: boolean
  children: string
}

/** A quiet button of a comment. */
export function Action({ onClick, label, expanded, primary = false, children }: ActionProps) {
  return (
    <Button
      variant="subtle"
      color={primary ? 'leaf' : 'gray'}
      {...(!primary && { c: 'dimmed' })}
      size="compact-sm"
      fz="xs"
      onClick={onClick}
      aria-label={label}
      aria-expanded={expanded}
    >
      {children}
    </Button>
  )
}
