import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gt, inc, type ReleaseType, valid } from 'semver'
import { published, repository } from './packages.ts'

/** The manifests with the version: of the repository and of the published packages. */
export const manifests = [join(repository, 'package.json'), ...published.map(({ manifest }) => manifest)]

/**
 * The version that all manifests have.
 *
 * @throws if they differ.
 */
export function currentVersion(): string {
  const versions = manifests.map((path): string => JSON.parse(readFileSync(path, 'utf8')).version)
  const [version = ''] = versions
  if (versions.some((other) => other !== version)) throw new Error(`The versions differ: ${versions.join(', ')}`)
  return version
}

/**
 * The version after `current`: `asked` itself, or the next `major`, `minor` or `patch`.
 *
 * @throws if `asked` is not a version, or not a later one.
 */
export function nextVersion(current: string, asked: string): string {
  const releases: readonly ReleaseType[] = ['major', 'minor', 'patch']
  const release = releases.find((name) => name === asked)
  const next = release ? inc(current, release) : valid(asked)
  if (next === null) throw new Error(`${asked} is neither major, minor, patch nor a version`)
  if (!gt(next, current)) throw new Error(`${next} is not later than ${current}`)
  return next
}

/** Writes a version into every manifest. */
export function setVersion(version: string): void {
  for (const path of manifests) {
    const manifest = readFileSync(path, 'utf8')
    writeFileSync(path, manifest.replace(/^ {2}"version": ".*"/m, `  "version": "${version}"`))
  }
}
