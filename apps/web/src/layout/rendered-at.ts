import { createContext } from 'react'

/** When a server rendered the page, in milliseconds; `undefined` if it did not. */
export const RenderedAt = createContext<number | undefined>(undefined)
