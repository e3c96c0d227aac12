import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const compiler = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))

/** The cost of checking the types of a project. */
export interface Check {
  seconds: number
  megabytes: number
  instantiations: number
}

/** Checks a project without a cache. @throws if it has a type error and `clean` is set, or if the compiler prints nothing. */
export async function check(project: string, { clean }: { clean: boolean }): Promise<Check> {
  const { output, failed } = await run(['-p', project, '--extendedDiagnostics', '--incremental', 'false'])
  if (failed && clean) throw new Error(`${project} has type errors:\n${output.slice(0, 2_000)}`)
  const value = (name: string) => {
    const found = new RegExp(`^${name}: +([\\d.]+)`, 'm').exec(output)?.[1]
    if (!found) throw new Error(`The compiler does not tell "${name}":\n${output.slice(-2_000)}`)
    return Number(found)
  }
  return {
    seconds: value('Total time'),
    megabytes: value('Memory used') / 1_024,
    instantiations: value('Instantiations'),
  }
}

function run(parameters: string[]): Promise<{ output: string; failed: boolean }> {
  return new Promise((resolve) => {
    execFile(compiler, parameters, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout) =>
      resolve({ output: stdout, failed: error !== null }),
    )
  })
}
