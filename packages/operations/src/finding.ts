/** The outcome of one check. `remedy` says what to do if there is a problem. */
export interface Finding {
  check: string
  ok: boolean
  detail: string
  remedy: string
}

/** Findings as text, a line each. A problem has its remedy below it. */
export function asText(findings: readonly Finding[]): string {
  return findings
    .map(
      ({ check, ok, detail, remedy }) =>
        `${ok ? 'ok     ' : 'PROBLEM'} ${check}: ${detail}${ok ? '' : `\n        ${remedy}`}`,
    )
    .join('\n')
}
