import { ActionIcon, type ActionIconProps, Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

/** The attributes of a component that renders a link. */
export type Attributes<Props> = Props &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & { ref?: Ref<HTMLAnchorElement> }

/** A text link to a page. */
export const TextLink = createLink((props: Attributes<AnchorProps>) => <Anchor {...props} />)

/** A link to a page that looks like a button. */
export const ButtonLink = createLink((props: Attributes<ButtonProps>) => <Button component="a" {...props} />)

/** A link to a page that is only an icon: give it an `aria-label`. */
export const IconLink = createLink((props: Attributes<ActionIconProps>) => (
  <ActionIcon component="a" variant="subtle" color="gray" size="lg" {...props} />
))
