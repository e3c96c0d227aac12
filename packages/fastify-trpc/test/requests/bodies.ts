import { named, post, sendAs } from './request.ts'

// biome-ignore format: related bodies are on one line
const bodies = [
  '', 'null', '1', '"x"', '{"name":"x"}', '{"name":1}', '{', '[1]', '[]', '{}', 'undefined', '\ufeff{"name":"x"}',
  '\ufeff\ufeff1', ' {"name":"x"}\n', '{"__proto__":{"name":"x"}}', '{"constructor":{"prototype":{"name":1}}}', '{"name":"😀"}',
  '{"name":"\\ud800"}', "{'name':'x'}", '{"name":"x"}{"name":"y"}', 'a=b', `{"name":"${'long '.repeat(40)}"}`,
  '['.repeat(3000), `${'['.repeat(3000)}${']'.repeat(3000)}`, '{"tagged":{"name":"x"}}', '{"tagged":1}',
]

const types = [
  'application/json; charset=utf-8',
  'application/json;charset=latin1',
  'APPLICATION/JSON',
  'application/json;',
  ' application/json ; a="b" ',
  'application/jsonx',
  'application/vnd.api+json',
  'application/json, text/plain',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/octet-stream',
  'json',
  '/',
  '',
]

const form = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
const multipart = ['content-type', 'multipart/form-data; boundary=x'] as const

/** Matching and mismatching bodies and content types. */
export const malformedBodies = [
  ...bodies.flatMap((body) => ['books.rename', 'save', 'touch'].map((path) => post(path, body))),
  ...types.flatMap((type) =>
    ['{"name":"x"}', undefined].map((body) => sendAs([['content-type', type]], 'books.rename', body)),
  ),
  ...['{"name":"x"}', undefined].map((body) => sendAs([], 'books.rename', body)),
  post('save', Uint8Array.of(0x22, 0xc3, 0x28, 0xff, 0x22)),
  post('save', Uint8Array.of(0x00)),
  post('hello', '{'),
  sendAs([multipart], 'form', form),
  sendAs([multipart], 'form', form.slice(0, -12)),
  sendAs([multipart], 'form', 'no form'),
  sendAs([multipart], 'save', form),
  sendAs([multipart], 'nope', form),
  sendAs([multipart], 'form,form?batch=1', form),
  named({ method: 'GET', target: '/trpc/form', headers: [multipart] }),
  named({
    method: 'POST',
    target: '/trpc/save',
    headers: [['content-type', 'application/json']],
    body: '"chunked"',
    isChunked: true,
  }),
  named({
    method: 'POST',
    target: '/trpc/save',
    headers: [
      ['content-type', 'application/json'],
      ['content-length', '0'],
    ],
  }),
  named({
    method: 'POST',
    target: '/trpc/save',
    headers: [
      ['content-type', 'application/json'],
      ['content-length', 'x'],
    ],
  }),
]
