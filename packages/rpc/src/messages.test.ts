import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const compilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, target: 'esnext', module: 'nodenext', types: [] },
  allowImportingTsExtensions: true,
}

const source = `import type { Connection, Store } from '@trellis/store/testing/library'
import { type CommonReason, initRpc, type Refuses } from '${path('index.ts')}'
import { z } from 'zod'
const reasons = {
  BOOK_NOT_FOUND: { code: 'NOT_FOUND', message: 'No book.', missing: 'books' },
  LOAN_NOT_FOUND: { code: 'NOT_FOUND', message: 'No loan.', missing: 'loans' },
} as const
const { publicProcedure, assertExists } = initRpc<Store, keyof typeof reasons | CommonReason>().create({ reasons })
const helper = (ctx: Connection & Refuses<'LOAN_NOT_FOUND'>) => ctx.refuse('LOAN_NOT_FOUND')
export const lend = publicProcedure.meta({ reasons: ['BOOK_NOT_FOUND'] }).output(z.null()).query(async ({ ctx }) => {
  ctx.refuse('LOAN_NOT_FOUND')
  await assertExists(ctx, 'LOAN_NOT_FOUND', 1)
  helper(ctx)
  return null
})
`

const folder = mkdtempSync(join(tmpdir(), 'trellis-messages-'))
afterAll(() => rmSync(folder, { recursive: true }))

let errors: string[] = []
beforeAll(async () => {
  symlinkSync(path('../node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['lend.ts'] }))
  writeFileSync(join(folder, 'lend.ts'), source)
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [path('../../../node_modules/typescript/bin/tsc'), '-p', folder], (_, out) =>
      resolve(out),
    )
  })
  errors = output.split(/^(?=\S)/m).map((error) => error.replace(/^\S+ error /, ''))
})

test('the message for an undeclared reason begins with the reason', () => {
  expect(errors).toEqual([
    expect.stringMatching(/^TS2345: Argument of type '"LOAN_NOT_FOUND"' is not assignable to .*"BOOK_NOT_FOUND"/),
    `TS2345: Argument of type '"LOAN_NOT_FOUND"' is not assignable to parameter of type '"BOOK_NOT_FOUND"'.\n`,
    expect.stringMatching(/^TS2345: Argument of type 'Refuses<"BOOK_NOT_FOUND" \| /),
  ])
})
