import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AnyDomain } from '@trellis/host/domain'
import { generateMigrations } from '@trellis/store/cli'
import type { Command } from 'commander'
import { relationAddition } from '../add/add-relation.ts'
import { tableAddition } from '../add/add-table.ts'
import type { Addition } from '../add/addition.ts'
import { type Known, knownOf } from '../add/known.ts'
import type { Layout } from '../add/layout.ts'
import { Mistake } from '../add/names.ts'
import type { TableOptions } from '../add/table.ts'
import { filesOf, write } from '../add/write.ts'

const examples = `
Columns: name:type with any of :optional :unique :index, and of references :cascade :setNull
Types: text integer boolean instant day decimal json uuid, or the name of a table for a reference

Examples:
  add table patients name:text birthday:day:optional
  add table appointments practitioner:practitioners patient:patients:cascade startsAt:instant note:text:optional
  add table departments name:text --self parent
  add table reminders user:users:cascade dueAt:instant --owner user
  add relation favourites patients:practitioners --counter`

/**
 * Adds `add table` and `add relation`: they write code into the project, which people then edit. A release, which has no source
 * files, has no such commands.
 */
export function addAddition(program: Command, load: () => Promise<AnyDomain>, layout: Layout): void {
  if (!existsSync(join(layout.folder, layout.database, 'tables.ts'))) return
  const add = program
    .command('add')
    .description('write the code of a table or of a relation, its tests and its migrations')
    .addHelpText('after', examples)
  const run = async (name: string, dryRun: boolean | undefined, of: (known: Known) => Addition) => {
    const domain = await load()
    try {
      const addition = of(knownOf(domain))
      const files = await filesOf(addition, layout)
      for (const { file, isNew, text } of files) {
        console.log(`${isNew ? 'new' : 'changed'}  ${file}`)
        if (dryRun) console.log(`\n${text}`)
      }
      for (const note of addition.notes ?? []) console.log(note)
      if (dryRun) return
      write(files, layout)
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      // It may have the lines that belong into a file.
      console.error(error.message)
      process.exitCode = 1
      return
    }
    await generateMigrations(domain.database.migrations, ['--name', name])
  }
  const dryRun = ['--dry-run', 'print the files and write nothing'] as const
  add
    .command('table <name> <columns...>')
    .description('a table with create, byId, list, update, delete, their routes, reasons and tests')
    .option('--self <name>', 'rows refer to the row above: a tree; the name of that reference, such as parent')
    .option('--owner <reference>', 'rows belong to the user of this reference, who alone reads and writes them')
    .option('--singular <name>', 'what one row is called, if it is not clear')
    .option(...dryRun)
    .action((name: string, columns: string[], options: TableOptions & { dryRun?: true }) =>
      run(name, options.dryRun, (known) => tableAddition(name, columns, options, known, layout)),
    )
  add
    .command('relation <name> <tables>')
    .description('a many-to-many relation of two tables, a:b, with add, remove and both lists')
    .option('--counter', 'rows of the second table count their links')
    .option('--singular <name>', 'what one link is called, if it is not clear')
    .option(...dryRun)
    .action((name: string, sides: string, options: { counter?: true; singular?: string; dryRun?: true }) =>
      run(name, options.dryRun, (known) => relationAddition(name, sides, options, known, layout)),
    )
}
