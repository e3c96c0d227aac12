import { execFileSync } from 'node:child_process'
import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { program } from 'commander'
import { build, pack, published, repository, tarballOf } from './packages.ts'
import { currentVersion, manifests, nextVersion, setVersion } from './versions.ts'

const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' })

program
  .name('release')
  .description('Sets the next version of all published packages, and packs them.')
  .argument('<version>', 'major, minor, patch, or a version such as 1.2.0')
  .option('--dry-run', 'pack into a temporary folder, with the version as it is, and change nothing')
  .option('--commit', 'commit the version, and tag the commit')
  .action(release)
await program.parseAsync()

async function release(
  asked: string,
  { dryRun = false, commit = false }: { dryRun?: boolean; commit?: boolean },
): Promise<void> {
  const current = currentVersion()
  const next = nextVersion(current, asked)
  if (commit && !dryRun && git('status', '--porcelain') !== '') program.error('Commit or stash your changes first.')
  const target = dryRun ? mkdtempSync(join(tmpdir(), 'trellis-release-')) : join(repository, 'dist/packages')
  console.log(`${current} -> ${next}${dryRun ? ' (dry run)' : ''}`)
  await build()
  if (!dryRun) setVersion(next)
  try {
    for (const [name, path] of await pack(target)) {
      console.log(`${name}: ${basename(path)}, ${Math.ceil(statSync(path).size / 1024)} KiB`)
    }
  } catch (error) {
    if (!dryRun) setVersion(current)
    throw error
  }
  console.log(`They are in ${target}.`)
  if (dryRun) return
  const paths = manifests.map((path) => relative(repository, path))
  if (commit) {
    git('commit', '--message', `chore: release ${next}`, '--', ...paths)
    git('tag', `v${next}`)
  }
  // Publishing cannot be undone, and needs the credentials of a person.
  const left = [
    ...(commit ? [] : [`git commit --message "chore: release ${next}" -- ${paths.join(' ')}`, `git tag v${next}`]),
    'git push --follow-tags',
    ...published.map(({ name }) => `pnpm publish ${join(target, tarballOf(name, next))} --access public`),
  ]
  console.log(`Then:\n${left.map((line) => `  ${line}`).join('\n')}`)
}
