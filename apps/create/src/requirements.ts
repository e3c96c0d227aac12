import { existsSync, readdirSync } from 'node:fs'
import { Refusal } from './refusal.ts'

/** The first Node that runs TypeScript without a flag. */
const OLDEST = [22, 18] as const

/**
 * Refuses a Node that could not run the project. The scripts of the project run on the Node of npm, which may be another one
 * than that of this process.
 */
export function requireNode(agent = process.env.npm_config_user_agent ?? ''): void {
  const version = /\bnode\/v(\S+)/.exec(agent)?.[1] ?? process.versions.node
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  throw new Refusal(`Node ${version} is too old for the project. Install Node ${OLDEST.join('.')} or newer.`)
}

/** Refuses a folder that contains something, and what is no folder. */
export function requireEmpty(folder: string): void {
  if (!existsSync(folder)) return
  try {
    if (readdirSync(folder).length === 0) return
  } catch {
    throw new Refusal(`${folder} is not a folder.`)
  }
  throw new Refusal(`${folder} is not empty. Name another folder.`)
}
