import { useState } from 'react'
import classes from './markdown.module.css'

type ImageProps = React.ComponentProps<'img'> & {
  /** Whether nothing else is in its paragraph. */
  alone: boolean
}

/** How much of the screen an image may move as it arrives. */
const MOVED = 0.04

/**
 * An image of a text. One that stands alone has a place before it arrives. It takes the height that it has, unless that would
 * move much of what is on the screen: then it is fitted into its place. One that is missing is replaced by its
 * description.
 */
export function Image({ alone, alt = '', ...image }: ImageProps) {
  const [state, setState] = useState<'loading' | 'fitted' | 'natural' | 'missing'>('loading')
  const arrive = (element: HTMLImageElement) => {
    const { top, bottom, width, height } = element.getBoundingClientRect()
    const isOnScreen = top < innerHeight && bottom > 0
    const full = element.naturalHeight * Math.min(1, width / element.naturalWidth)
    // How far the page below moves, and how much of it is on the screen, as parts of the screen.
    const moved = (Math.abs(full - height) / innerHeight) * Math.max(0, 1 - Math.min(bottom, top + full) / innerHeight)
    setState(isOnScreen && moved > MOVED ? 'fitted' : 'natural')
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
      data-loading={state === 'loading' || undefined}
      className={alone && state !== 'natural' ? classes.reserved : undefined}
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
    />
  )
}
