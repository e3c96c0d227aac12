import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { commitAll } from './git.ts'
import { type Kit, provideKit } from './kit.ts'
import type { Name } from './name.ts'
import { install, runScript } from './npm.ts'
import { Refusal } from './refusal.ts'
import { requireEmpty } from './requirements.ts'
import { completeManifest, copyTemplate } from './template.ts'

/** A project to be made. */
export interface Project {
  readonly folder: string
  /** The folder as the user wrote it. */
  readonly shown: string
  readonly name: Name
  /** Whether it has a page. */
  readonly web: boolean
  readonly kit: Kit
  readonly log: (line: string) => void
}

/**
 * Makes a project: its files, packages, migrations and first commit, and runs its tests. If a step fails or is interrupted,
 * nothing is left of it.
 *
 * @throws Refusal
 */
export async function create({ folder, shown, name, web, kit, log }: Project): Promise<void> {
  requireEmpty(folder)
  const start = Date.now()
  const made = makeFolder(folder)
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const run = (...args: string[]) => runScript(folder, args, interruption.signal)
  const step = async (title: string, work: () => unknown) => {
    interruption.signal.throwIfAborted()
    const begun = Date.now()
    const result = await work()
    log(`  ${title} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
    return result
  }
  log(`Making ${name.product} in ${shown}`)
  try {
    await step('files', () => copyTemplate(folder, name, web))
    await step('kit', async () => completeManifest(folder, name, await provideKit(kit, folder)))
    await step('packages', () => install(folder, interruption.signal))
    await step('migrations for SQLite and PostgreSQL', async () => {
      await run('generate', '--', '--name', 'initial')
      for (const engine of readdirSync(join(folder, 'migrations'))) {
        if (readdirSync(join(folder, 'migrations', engine)).length !== 1) throw new Refusal('No migrations were made.')
      }
    })
    await step('tests on both', () => run('test'))
    await step('first commit', () => commitAll(folder, log))
  } catch (error) {
    made.remove()
    throw interruption.signal.aborted ? new Refusal('Interrupted. Nothing was made.') : error
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
  const place = /\s/.test(shown) ? `"${shown}"` : shown
  log(`\nDone in ${Math.round((Date.now() - start) / 1000)} s. Go on with:\n`)
  for (const command of [`cd ${place}`, 'npm start', 'npm test']) log(`  ${command}`)
}

/** Makes a folder with those above it. `remove` takes away what was made, and leaves a folder that was there empty. */
function makeFolder(folder: string) {
  const first = existsSync(folder) ? undefined : mkdirSync(folder, { recursive: true })
  return {
    remove: () => {
      const paths = first === undefined ? readdirSync(folder).map((name) => join(folder, name)) : [first]
      for (const path of paths) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
