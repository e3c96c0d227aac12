import { get, json, named, sendAs } from './request.ts'

const accepts = [
  ['trpc-accept', 'application/jsonl'],
  ['trpc-accept', 'application/json'],
  ['trpc-accept', ''],
  ['trpc-accept', 'APPLICATION/JSONL'],
  ['trpc-accept', 'text/event-stream'],
  ['accept', 'application/jsonl'],
  ['accept', 'text/html, application/jsonl;q=0.9'],
  ['accept', 'text/html, application/jsonl , */*'],
  ['accept', 'application/jsonlines'],
  ['accept', 'text/event-stream'],
  ['accept', '*/*'],
  ['accept', ''],
] as const

const others = [
  ['content-type', 'application/json'],
  ['content-type', 'text/plain'],
  ['content-type', 'multipart/form-data'],
  ['content-type', 'application/octet-stream'],
  ['content-type', ''],
  ['x-name', 'grace'],
  ['x-name', '\u00fc\u00ff'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
  ['last-event-id', '1'],
  ['expect', '100-continue'],
  ['upgrade', 'websocket'],
  ['te', 'trailers'],
  ['cookie', 'a=1; b="2"'],
  ['authorization', 'Bearer \u00e9'],
] as const

const hosts = [
  'localhost:1',
  'EXAMPLE.com',
  '[::1]:80',
  'a/b',
  'a?b',
  'a#b',
  'xn--a.b',
  '1.2.3.4',
  'a_b',
  'h\u00e9',
  '...',
  null,
]

/** Headers that have a meaning in tRPC, Fastify or HTTP. */
export const headersOfAllKinds = [
  ...[...accepts, ...others].flatMap((header) =>
    ['echo?input=1', 'echo,hello?batch=1&input={"0":1}', 'tracked', 'nope'].map((target) => get(target, header)),
  ),
  ...[...accepts, ...others.slice(5)].map((header) => sendAs([json, header], 'save', '{"a":1}')),
  get('hello,hello?batch=1', ['accept', 'text/html'], ['accept', 'application/jsonl']),
  get('hello,hello?batch=1', ['trpc-accept', 'application/jsonl'], ['trpc-accept', 'application/jsonl']),
  get('hello,hello?batch=1', ['trpc-accept', 'application/json'], ['accept', 'application/jsonl']),
  sendAs([json, json], 'save', '1'),
  sendAs([json, ['content-type', 'text/plain']], 'save', '1'),
  ...hosts.map((host) => named({ method: 'GET', target: '/trpc/options', host })),
]
