import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = fileURLToPath(new URL('..', import.meta.url))
const tracked = execFileSync('git', ['ls-files', '-z', '*.md'], { cwd: repository, encoding: 'utf8' })
// Posts of the demo blog and of the importer's tests link to pages of their blogs.
const pages = tracked.split('\0').filter((file) => file !== '' && !/\/(demo|test|fixtures)\//.test(file))

test('every relative link of the documentation leads to a file', () => {
  const links = pages.flatMap((page) =>
    [...readFileSync(join(repository, page), 'utf8').matchAll(/\]\((?!\w+:|#)([^)#\s]+)[^)]*\)/g)].map(
      ([, link = '']) => ({
        page,
        link,
      }),
    ),
  )
  expect(links.length).toBeGreaterThan(50)
  expect(links.filter(({ page, link }) => !existsSync(join(repository, dirname(page), link)))).toEqual([])
})
