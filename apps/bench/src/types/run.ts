import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { progress } from '../progress.ts'
import { shown, table } from '../table.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { type Check, check } from './check.ts'
import { generateProject } from './generate.ts'

/** A checked project and its cost. */
export interface TypesResult extends Check {
  what: string
  procedures: number | null
}

/** Checks a client of generated routers, through declarations and through sources, and the web app. */
export async function runTypes(sizes: number[], web: boolean): Promise<TypesResult[]> {
  const results: TypesResult[] = []
  for (const procedures of sizes) {
    const { path: folder, remove } = temporaryFolder()
    try {
      generateProject(folder, procedures)
      const measure = async (what: string, project: string) => {
        progress(`${procedures} procedures: ${what}`)
        results.push({ what, procedures, ...(await check(join(folder, project), { clean: true })) })
      }
      await measure('emitting declarations', 'router.json')
      await measure('client, through declarations', 'declarations.json')
      await measure('client, through sources', 'sources.json')
    } finally {
      remove()
    }
  }
  if (web) {
    progress('apps/web, cold')
    const project = fileURLToPath(new URL('../../../web', import.meta.url))
    results.push({ what: 'apps/web, cold', procedures: null, ...(await check(project, { clean: false })) })
  }
  return results
}

/** The results as a table. */
export function typesTable(results: TypesResult[]): string {
  const rows = results
    .toSorted((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0))
    .map((result) => [
      result.what,
      result.procedures === null ? '–' : String(result.procedures),
      shown(result.seconds),
      shown(result.megabytes),
      String(result.instantiations),
      result.procedures === null ? '–' : shown(result.instantiations / result.procedures),
    ])
  return table(['what', 'procedures', 'seconds', 'MB', 'instantiations', 'for each procedure'], rows)
}
