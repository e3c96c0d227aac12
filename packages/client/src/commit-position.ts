const HEADER = 'x-trellis-commit'

/**
 * The position of the client's last commit. The server answers mutations with it, and later calls send it: they see what
 * the client has written, also on a replica.
 */
export class CommitPosition {
  #latest: string | undefined

  /** The header of a call. */
  get header(): Record<string, string> {
    return this.#latest === undefined ? {} : { [HEADER]: this.#latest }
  }

  /** Takes the position from a response, unless a later one is known: responses may arrive in any order. */
  update(headers: Headers): void {
    const position = headers.get(HEADER)
    if (position !== null && numberOf(position) >= numberOf(this.#latest ?? '0/0')) this.#latest = position
  }
}

/** A position in PostgreSQL's write-ahead log: two hexadecimal numbers of 32 bits. */
function numberOf(position: string): bigint {
  const [, high = '0', low = '0'] = /^([\dA-F]{1,8})\/([\dA-F]{1,8})$/i.exec(position) ?? []
  return (BigInt(`0x${high}`) << BigInt(32)) | BigInt(`0x${low}`)
}
