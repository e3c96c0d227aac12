import { readFileSync } from 'node:fs'

/**
 * The 10,000 most common passwords of at least 8 characters, in lower case. From the list of passwords in
 * `@zxcvbn-ts/language-common` (MIT).
 */
const list = new URL('../common-passwords.txt', import.meta.url)
let common: Set<string> | undefined

/** Whether a password is among the first that attackers try, in any case. */
export function isCommon(password: string): boolean {
  common ??= new Set(readFileSync(list, 'utf8').split('\n'))
  return common.has(password.toLowerCase())
}
