import { json, named } from './request.ts'

const methods = ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND']
const targets = ['hello', 'save', 'ticks', 'nope', 'late.hello', 'hello,hello?batch=1', 'echo?input={', '%25']

/** Methods that tRPC does not use, and wrong ones of those that it does. */
export const methodsOfAllKinds = [
  ...methods.flatMap((method) =>
    targets.flatMap((target) => [
      named({ method, target: `/trpc/${target}` }),
      named({ method, target: `/trpc/${target}`, headers: [json], ...(method !== 'HEAD' && { body: '{"a":1}' }) }),
    ]),
  ),
  named({ method: 'GET', target: '/trpc/echo', headers: [json], body: '"a body"' }),
  named({ method: 'GET', target: '/trpc/echo?input=1', headers: [json], body: '"a body"', isChunked: true }),
  named({ method: 'HEAD', target: '/trpc/', headers: [] }),
  named({ method: 'OPTIONS', target: '*' }),
]
