/** The header has the name of the domain in it: `x-library-commit`. */
const HEADER = /^x-[a-z\d-]+-commit$/

/**
 * The position of the client's last commit. The server answers mutations with it, and later calls send it: they see what
 * the client has written, also on a replica.
 */
export class CommitPosition {
  #latest: { header: string; position: string } | undefined

  /** The header of a call. */
  get header(): Record<string, string> {
    return this.#latest === undefined ? {} : { [this.#latest.header]: this.#latest.position }
  }

  /** Takes the position from a response, unless a later one is known: responses may arrive in any order. */
  update(headers: Headers): void {
    for (const [header, position] of headers) {
      if (!HEADER.test(header) || numberOf(position) < numberOf(this.#latest?.position ?? '')) continue
      this.#latest = { header, position }
    }
  }
}

/** A timeline of PostgreSQL, which each failover increases, and a position in its write-ahead log: three hexadecimal numbers of 32 bits. */
function numberOf(position: string): bigint {
  const [, ...parts] = /^([\dA-F]{1,8})\/([\dA-F]{1,8})\/([\dA-F]{1,8})$/i.exec(position) ?? []
  return parts.reduce((number, part) => (number << BigInt(32)) | BigInt(`0x${part}`), BigInt(0))
}
