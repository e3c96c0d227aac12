import { useState } from 'react'
import classes from './markdown.module.css'

type ImageProps = React.ComponentProps<'img'> & {
  /** Whether nothing else is in its paragraph. */
  alone: boolean
}

/**
 * An image of a text. One that stands alone has a place before it arrives. If it arrives while that place is on the screen it
 * is fitted into it, so that nothing moves; else it takes the height that it has. One that is missing is replaced by its
 * description.
 */
export function Image({ alone, alt = '', ...image }: ImageProps) {
  const [state, setState] = useState<'loading' | 'fitted' | 'natural' | 'missing'>('loading')
  const arrive = (element: HTMLImageElement) => {
    const { top, bottom } = element.getBoundingClientRect()
    setState(top < innerHeight && bottom > 0 ? 'fitted' : 'natural')
  }
  if (state === 'missing') {
    return (
      <span className={classes.missing} data-alone={alone || undefined}>
        {alt || 'An image'} (this image could not be loaded)
      </span>
    )
  }
  return (
    <img
      {...image}
      alt={alt}
      // It may have failed or arrived before the script ran.
      ref={(element) => {
        if (state !== 'loading' || !element?.complete) return
        if (element.naturalWidth > 0) arrive(element)
        else setState('missing')
      }}
      onLoad={(event) => arrive(event.currentTarget)}
      onError={() => setState('missing')}
      className={alone && state !== 'natural' ? classes.reserved : undefined}
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
    />
  )
}
