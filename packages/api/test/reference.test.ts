import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { procedures } from '../src/procedures.ts'
import { reference } from '../src/reference.ts'

test('docs/api.md is the generated reference; if not, run `npm run docs:api`', () => {
  expect(readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8')).toBe(reference())
})

test('every procedure is in it, with its caller, its types and its reasons', () => {
  const text = reference()
  for (const { path, kind, access, reasons } of procedures) {
    const [, entry = ''] = text.split(`### ${path}\n`)
    const [own = ''] = entry.split('\n#')
    expect(own).toContain(`${kind}, for **${access === 'admin' ? 'services and admins' : access}**`)
    expect(own).toContain(kind === 'subscription' ? 'events: ' : 'output: ')
    expect(own).not.toContain('unknown')
    for (const reason of reasons) expect(own).toContain(`\`${reason}\``)
  }
})
