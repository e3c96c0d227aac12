let count = 0

/** A name that no other attempt of a test has used. */
export const unique = (name: string): string => `${name}${++count}`
