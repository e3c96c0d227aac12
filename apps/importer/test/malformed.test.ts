import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer, type TestServer } from '@trellis/server/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { folder, post, run, runHere } from './importer.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('templates'), 'sqlite')
})
afterAll(() => server.remove())

const files: Record<string, string | Buffer> = {
  'good.md': post('Good'),
  'binary.md': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x01]),
  'blank.md': '---\ntitle: Blank\ndate: 2021-01-01\n---\n\n  \n',
  'broken-toml.md': '+++\ntitle = "a"\ndate = 2021-13-45\n+++\nText.\n',
  'broken-yaml.md': '---\ntitle: a\ntags: [one, two\n---\nText.\n',
  'date-in-name/2021-02-30-post.md': '---\ntitle: a\n---\nText.\n',
  'date.md': '---\ntitle: a\ndate: yesterday\n---\nText.\n',
  'latin-1.md': Buffer.from('---\ntitle: caf\xe9\n---\nText.\n', 'latin1'),
  'large.md': Buffer.alloc(10 * 1024 * 1024, 'a'),
  'long.md': post('Long', { text: 'x'.repeat(100_001) }),
  'no-list.md': '---\n- title\n---\nText.\n',
  'no-title.md': '---\ndate: 2021-01-01\n---\nText.\n',
  'open.md': '---\ntitle: a\n\nText.\n',
  'tags.md': post('Tags', { more: `tags: [${Array.from({ length: 51 }, (_, index) => `t${index}`)}]\n` }),
  'title.md': '---\ntitle: { a: 1 }\ndate: 2021-01-01\n---\nText.\n',
  'twin.md': post('Twin'),
  'twin/index.md': post('Twin'),
  'username.md': '---\ntitle: a\ndate: 2021-01-01\nauthor: "!!!"\n---\nText.\n',
}

test('every bad file is reported with its path, line and reason, and the rest goes on', async () => {
  const blog = await folder(files)
  await mkdir(join(blog, 'inner'))
  await symlink(blog, join(blog, 'inner', 'loop'))
  await symlink('self.md', join(blog, 'self.md'))
  await symlink('nothing.md', join(blog, 'dangling.md'))
  const outside = await folder({ 'secret.md': post('Secret'), 'image.png': '' })
  await symlink(join(outside, 'secret.md'), join(blog, 'outside.md'))
  await symlink(outside, join(blog, 'outsider'))
  await symlink(join(outside, 'image.png'), join(blog, 'image.png'))
  const { status, out, err } = await run([
    'blog',
    blog,
    '--source',
    'malformed',
    '--concurrency',
    '1',
    '--url',
    server.url,
  ])
  expect(err.trimEnd().split('\n')).toEqual([
    'error: dangling.md: there is nothing of this name',
    'error: inner/loop: a symbolic link to a folder that it is in: a loop',
    'error: outside.md: a symbolic link that leads out of the folder',
    'error: outsider: a symbolic link that leads out of the folder',
    'error: self.md: a symbolic link that leads to itself',
    'error: binary.md: not a text file in UTF-8',
    'error: blank.md: there is no text in it',
    'error: broken-toml.md:3: TOML: invalid date',
    expect.stringMatching(/^error: broken-yaml.md:\d: YAML: Flow sequence in block collection must be/),
    'error: date-in-name/2021-02-30-post.md: the file name begins with 2021-02-30, which is not a date',
    'error: date.md:3: "yesterday" is not a date: write it like 2021-08-26 or 2021-08-26T10:30:00Z',
    'error: large.md: the file has 10.0 MiB, more than a post can hold (100000 characters)',
    'error: latin-1.md: not a text file in UTF-8',
    'error: long.md: the text has 100001 characters, more than 100000',
    'error: no-list.md:2: the front matter is not a list of keys',
    'error: no-title.md:1: there is no title: neither `title:` nor a heading at the top',
    'error: open.md:1: the front matter is not closed by ---',
    'error: tags.md:5: there are 51 tags, more than 50',
    'error: title.md:2: the title is not a text',
    'error: twin.md: it has the same path and slug as twin/index.md',
    'error: username.md:4: the author "!!!" has no letter or digit to make a username of',
  ])
  expect(out).toMatch(/^Posts of malformed: 2 created, .* 21 failed\./)
  expect(status).toBe(1)
})

test('a wrong key, a missing key and no permission say which key to look at', async () => {
  const blog = await folder({ 'a.md': post('A') })
  const args = ['blog', blog, '--url', server.url]
  expect(await run(args, { TRELLIS_KEY: 'wrong' })).toEqual({
    status: 1,
    out: '',
    err: `error: ${server.url} does not know the key in TRELLIS_KEY as that of a service: compare it with its SERVICE_KEYS\n`,
  })
  const missing = await runHere(args, '')
  expect(missing.err).toBe("error: TRELLIS_KEY is not set: give it the secret of one of the server's SERVICE_KEYS\n")
})

test('a server that is away is named, with what to look at', async () => {
  const blog = await folder({ 'a.md': post('A') })
  // Nobody answers at port 2.
  expect(await run(['blog', blog, '--url', 'http://127.0.0.1:2'])).toEqual({
    status: 1,
    out: '',
    err: 'error: Cannot connect to http://127.0.0.1:2 (ECONNREFUSED). Is the server running, and is this its address? Tried 3 times.\n',
  })
})

test('an address that is none, or not that of a server, is named', async () => {
  const blog = await folder({ 'a.md': post('A') })
  const none = await runHere(['blog', blog, '--url', 'trellis'])
  expect(none.err).toBe('error: Not the address of a server: trellis. It looks like http://127.0.0.1:3000\n')
  const other = await runHere(['blog', blog, '--url', `${server.url}/health`])
  expect(other.err).toMatch(/answered with .* \(status 404\), not with tRPC\. Is this the address of the server\?\n$/)
})

test('a folder that is not there, is a file or has no posts, is named', async () => {
  const blog = await folder({ 'a.txt': 'A' })
  const url = ['--url', server.url]
  const outcomes = [
    await runHere(['blog', join(blog, 'nowhere'), ...url]),
    await runHere(['blog', join(blog, 'a.txt'), ...url]),
    await runHere(['blog', blog, ...url]),
    await runHere(['blog', blog, ...url, '--source', 'a/b']),
  ]
  expect(outcomes.map(({ status }) => status)).toEqual([1, 1, 1, 1])
  expect(outcomes.map(({ err }) => err)).toEqual([
    `error: ${blog}/nowhere: there is nothing of this name\n`,
    `error: ${blog}/a.txt is not a folder\n`,
    `error: there are no Markdown files in ${blog}\n`,
    'error: --source "a/b" is not a name: use up to 100 letters, digits, dots, dashes and underscores\n',
  ])
})

test('a broken authors.yml stops the run, because every post may need it', async () => {
  const blog = await folder({ 'a.md': post('A'), 'authors.yml': 'ada:\n  name: Ada\n ada: again\n' })
  const { status, err } = await runHere(['blog', blog, '--url', server.url])
  expect(err).toMatch(/^error: authors\.yml:\d: YAML: /)
  expect(status).toBe(1)
})

test('arguments that are none are explained, and --help has examples', async () => {
  const help = await runHere(['--help'])
  expect(help.status).toBe(0)
  expect(help.out).toContain('$ TRELLIS_KEY=... npm run trellis-import -- blog ./website/blog')
  expect(await runHere(['blog'])).toMatchObject({
    status: 1,
    err: expect.stringContaining("missing required argument 'dir'"),
  })
  expect(await runHere(['blog', 'x', '--concurrency', '0'])).toMatchObject({
    status: 1,
    err: expect.stringContaining('from 1 to 1000'),
  })
})

test('an interrupted run says that it can go on', async () => {
  const blog = await folder({ 'a.md': post('A') })
  const { status, err } = await runHere(['blog', blog, '--url', server.url], undefined, AbortSignal.abort())
  expect({ status, err }).toEqual({ status: 1, err: 'error: interrupted\n' })
})
