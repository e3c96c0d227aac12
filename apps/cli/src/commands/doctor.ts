import { recount } from '@trellis/db'
import { databaseUrl, print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { withStore } from '../database.ts'
import { examine } from '../examine.ts'
import type { Finding } from '../finding.ts'

/** Findings as text, a line each, with what to do about those that are problems. */
export function asText(findings: readonly Finding[]): string {
  return findings
    .map(
      ({ check, ok, detail, remedy }) =>
        `${ok ? 'ok     ' : 'PROBLEM'} ${check}: ${detail}${ok ? '' : `\n        ${remedy}`}`,
    )
    .join('\n')
}

/** `trellis doctor` */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check the database, its settings and the disk; say what to do')
    .option('--fix', 'set counters that are wrong')
    .action(async ({ fix }: { fix?: true }, command: Command) => {
      if (fix) await withStore((store) => store.write(recount))
      const findings = await examine(databaseUrl)
      print(command, { findings }, asText(findings))
      if (findings.some(({ ok }) => !ok)) process.exitCode = 2
    })
}
