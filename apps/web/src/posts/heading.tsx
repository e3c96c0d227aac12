import { type ReactNode, useEffect, useRef } from 'react'

interface HeadingProps {
  as: 'h2' | 'h3' | 'h4' | 'h5' | 'h6'
  id?: string | undefined
  dir?: string | undefined
  /** Whether the heading has a link in it already; links cannot be nested. */
  hasLink: boolean
  children: ReactNode
}

/** A heading of a post, which links to itself. The text arrives after the page, so it scrolls to itself when it is the target. */
export function Heading({ as: Tag, id, dir, hasLink, children }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (id && decodeURIComponent(location.hash) === `#${id}`) heading.current?.scrollIntoView()
  }, [id])
  return (
    <Tag id={id} dir={dir} ref={heading}>
      {hasLink || !id?.startsWith('section-') ? children : <a href={`#${id}`}>{children}</a>}
    </Tag>
  )
}
