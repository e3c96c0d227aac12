import { get, inUrl, json, post, sendAs } from './request.ts'

const lines = ['trpc-accept', 'application/jsonl'] as const
const ids = inUrl({ 0: { id: 1 }, 1: { id: 2 } })

// biome-ignore format: related batches are on one line
const queries = [
  `books.byId,books.byId?batch=1&input=${ids}`, `books.byId?batch=1&input=${ids}`, `hello,books.byId?batch=1&input=${ids}`,
  'hello,hello?batch=1', 'hello,hello', 'hello?batch=1', ',?batch=1', ',hello?batch=1', 'hello,?batch=1', '?batch=1',
  `hello,nope?batch=1&input=${ids}`, 'nope,nope?batch=1', 'hello,touch?batch=1', 'touch,touch?batch=1', 'hello,ticks?batch=1',
  'ticks?batch=1', 'ticks,ticks?batch=1', 'hello,fail?batch=1', 'fail,fail?batch=1&input={"0":{"code":"CONFLICT"},"1":{"code":"CONFLICT"}}',
  'fail,fail?batch=1&input={"0":{"code":"CONFLICT"},"1":{"code":"TIMEOUT"}}', 'throwError,throwText,throwNothing?batch=1',
  'hello,generator?batch=1', 'generator,promised?batch=1', 'hello,bigint?batch=1', 'hello,late.hello?batch=1', 'options,options?batch=1',
  'echo,echo?batch=1&input=[1,2]', 'echo,echo?batch=1&input=1', 'echo,echo?batch=1&input=null', 'echo,echo?batch=1&input={',
  'hello,hello?batch=1&input={', 'hello,echo?batch=1&input={', 'echo,echo?batch=1&input=', 'echo,echo?batch=1&input={"1":1}',
  'echo,echo?batch=1&input={"length":1}', 'echo,echo?batch=1&input={"0":null,"1":0,"2":2}', 'echo,echo?batch=1&input="ab"',
  'echo,echo?batch=1&input={"0":{"tagged":1}}', 'echo,echo?batch=1&input={"0":{"tagged":1},"1":2}', 'head,hello?batch=1',
  'hello%2Chello?batch=1', 'hello%252Chello?batch=1', 'ownCaller,instrumented?batch=1', 'noResult,stopped,errorShape?batch=1',
  'rejectLater,hello?batch=1', 'nothing,nil,json?batch=1', '__proto__,constructor?batch=1', 'hello,hello,hello?batch=1',
]

const bodies = [
  '{"0":{"name":"a"},"1":{"name":"b"}}',
  '{"0":{"name":"a"}}',
  '{}',
  '[]',
  'null',
  '',
  '{',
  '{"0":{"name":1}}',
  undefined,
]

/** Batches with one JSON response. */
export const batches = [
  ...queries.map((target) => get(target)),
  ...bodies.flatMap((body) => [
    post('books.rename,books.rename?batch=1', body),
    post('touch,books.rename?batch=1', body),
  ]),
  post('save,hello?batch=1', '{"0":1}'),
  post('hello,echo?batch=1', '{"1":2}'),
  post('failToSave,touch?batch=1', '{}'),
  post('save,generateAll?batch=1', '{}'),
]

/** Batches with a streamed response, one line for each call. */
export const streams = [
  ...queries.map((target) => get(target, lines)),
  ...bodies.map((body) => sendAs([json, lines], 'books.rename,touch?batch=1', body)),
]
