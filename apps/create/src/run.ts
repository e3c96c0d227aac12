import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { create } from './create.ts'
import { type Kit, kitOf } from './kit.ts'
import { nameOf } from './name.ts'
import { Refusal } from './refusal.ts'
import { requireNode } from './requirements.ts'

const usage = `Usage: create-trellis <folder> [options]

Makes a project with tables on SQLite and PostgreSQL, tRPC, REST, sign-in and tests.

  --name <name>   its name: lower-case letters, digits and dashes (default: that of the folder)
  --web           a page of React and Vite, too: sign-in, and a list with the types of the router
  --kit <kit>     a folder of packed packages, or a version in the registry
  --help`

/** Runs the command line. `kit` is where the packages come from without `--kit`. */
export async function run(kit: Kit): Promise<void> {
  try {
    const { values, positionals } = argumentsOf()
    const [folder, ...others] = positionals
    if (values.help) return console.log(usage)
    if (folder === undefined || others.length > 0) throw new Refusal(`Name one folder.\n\n${usage}`)
    requireNode()
    // npm runs a script in the folder of its package.
    const path = resolve(process.env.INIT_CWD ?? '', folder)
    await create({
      folder: path,
      shown: folder,
      name: nameOf(path, values.name),
      web: values.web ?? false,
      kit: values.kit === undefined ? kit : kitOf(values.kit),
      log: (line) => console.log(line),
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

function argumentsOf() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        web: { type: 'boolean' },
        kit: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error))
  }
}
