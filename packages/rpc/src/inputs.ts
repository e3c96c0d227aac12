import { fold } from '@trellis/store/fold'
import { z } from 'zod'

export { day, decimal, uuid } from '@trellis/store/values'

/** A positive integer id. */
export const id = z.number().int().positive()

/** Text that both engines can store, at most `max` characters: without NUL and unpaired surrogates. */
export function storable(max: number) {
  return z
    .string()
    .max(max, `Use at most ${max.toLocaleString('en')} characters`)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'Remove the characters that cannot be stored')
}

/**
 * Text without control characters, except tabs and line ends. They are invisible, and JSON encodes most of them in six
 * characters.
 */
const legible = (max: number) =>
  storable(max).refine((value) => !/[^\P{Cc}\t\n\r]/u.test(value), 'Remove the control characters')

/** A line of text: trimmed, not empty, at most `max` characters. */
export const line = (max: number) => legible(max).trim().min(1, 'Fill this in').normalize('NFC')

/** A body of text: not trimmed, not blank, at most `max` characters. In NFC, as the text of a search is. */
export const body = (max: number) =>
  legible(max)
    .refine((value) => value.trim() !== '', 'Fill this in')
    .normalize('NFC')

/** A time that both engines can store, as an ISO-8601 string. Converted to UTC. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .refine((date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9998, 'Must be between the years 1 and 9998')
  .transform((date) => date.toISOString())

/** The maximum number of items of a page. */
export const limit = z.number().int().min(1).max(100).default(20)

/** Names of operators of a site, without dots, dashes and underscores. */
const operators =
  `admin administrator administration root sysadmin superuser system support help helpdesk security abuse staff team
  moderator moderators mod official owner webmaster hostmaster postmaster noreply api service services
  anonymous deleted null undefined me self everyone`.split(/\s+/)

/** Alphabets with letters that look like letters of another alphabet. */
const alphabets = 'Latin Cyrillic Greek Armenian Cherokee Georgian Hebrew Arabic'
  .split(' ')
  .map((script) => new RegExp(`\\p{Script=${script}}`, 'u'))

/** Whether a name has letters of one alphabet only. `аdmin` with a Cyrillic `а` would look like another name. */
function isOfOneScript(name: string): boolean {
  return alphabets.filter((alphabet) => alphabet.test(name)).length <= 1
}

/**
 * A name to sign in with: letters and digits of any script with dots, dashes and underscores between, and no character that
 * is not shown. Names of operators are reserved, and further names of the domain, in lower-case letters and digits.
 * Both are compared in the form in which a name is unique: there, letters of another width or font are plain letters.
 */
export function usernames(names: readonly string[]) {
  const reserved = new Set([...operators, ...names])
  return line(50)
    .regex(/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u, 'Use letters, digits, dots, dashes and underscores')
    .refine((name) => !/\p{Default_Ignorable_Code_Point}/u.test(name), 'Remove the characters that are not shown')
    .refine((name) => !reserved.has(fold(name).replace(/[._-]/g, '')), 'This name is reserved: choose another')
    .refine((name) => isOfOneScript(fold(name)), 'Use the letters of one alphabet')
}

/** An e-mail address. */
export const email = line(254).pipe(
  z.email({ pattern: z.regexes.unicodeEmail, error: 'Enter an e-mail address, such as ada@example.com' }),
)

/** The full name of a person. */
export const fullName = line(200)
