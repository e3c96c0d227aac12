/** The outcome of one check. `remedy` says what to do if there is a problem. */
export interface Finding {
  check: string
  ok: boolean
  detail: string
  remedy: string
}
