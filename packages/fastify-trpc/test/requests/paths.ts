import { get, named, post } from './request.ts'

// biome-ignore format: related paths are on one line
const paths = [
  '', 'nope', '__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', 'then', '_def', 'createCaller',
  'books', 'books.', '.books', 'books.byId.', 'books..byId', 'books/byId', 'books.byId/', 'books.__proto__', 'books.constructor',
  'hello,', ',hello', 'hello.call', 'hello.apply', 'hel%6Co', 'hel%256Co', 'hel%25256Co', '%', '%zz', '%25', '%25zz', 'hello%25',
  '%C3%28', '%25C3%2528', 'hello%2Chello', 'hello%3Fbatch=1', 'HELLO', 'hello%20', '%20hello', 'books%2EbyId', '%00', 'caf%C3%A9',
  'h\u00e9', 'hello;input=1', 'hello#x', 'hello#?input=1', 'hello?', 'hello??', 'hello&input=1', `${'x'.repeat(100)}`, `${'x'.repeat(101)}`,
  'late', 'late.', 'late.nope', 'late.hello.x', 'later.hello', 'late.late.hello', '..', '.', '../trpc/hello', '%2e%2e', '%2Fhello',
  '\\hello', '{}', '"hello"', '<hello>', '|', '^', '`', '[', ']', '[::1]', '@', 'a@b', ':80', '*', '!', '~', '$',
]

/** Targets outside the prefix, or in a form that clients do not use. */
const targets = [
  '/',
  '/trpc',
  '/trpcx/hello',
  '//trpc/hello',
  '//trpc//hello?input=1',
  '/trpc//hello',
  '/old/hello',
  'http://localhost/trpc/hello',
  'http://other:1234/trpc/echo?input=1',
  'https://other/trpc/echo?input=%22a+b%22',
  'HTTP://localhost/trpc/hello',
]

/** Paths to procedures and to everything else. */
export const unusualPaths = [
  ...paths.flatMap((path) => [get(path), post(path, '{}')]),
  ...targets.map((target) => named({ method: 'GET', target })),
]
