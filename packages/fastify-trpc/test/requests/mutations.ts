import { batches } from './batches.ts'
import { malformedBodies } from './bodies.ts'
import { inputs } from './inputs.ts'
import { type NamedRequest, named } from './request.ts'

const characters = [...'%/?#&=,;:@[]{}"\\<>|^`~!$*+.0aZ']

/** Pseudo-random numbers, the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

const random = numbers(1)
const below = (limit: number) => Math.floor(random.next().value * limit)

function mutate(text: string): string {
  const at = below(text.length)
  const kept = text.slice(0, at)
  switch (below(3)) {
    case 0:
      return kept + characters[below(characters.length)] + text.slice(at)
    case 1:
      return kept + text.slice(at + 1)
    default:
      return `${kept}%${below(256).toString(16).padStart(2, '0')}${text.slice(at)}`
  }
}

function mutateRequest(request: NamedRequest): NamedRequest {
  const { name: _name, body, ...others } = request
  if (typeof body === 'string' && below(2) === 0) return named({ ...others, body: mutate(mutate(body)) })
  const path = mutate(mutate(request.target.slice('/trpc/'.length)))
  return named({ ...others, target: `/trpc/${path}`, ...(body !== undefined && { body }) })
}

const originals = [...inputs, ...batches, ...malformedBodies]

const byName = new Map(originals.map(mutateRequest).map((request) => [request.name, request]))
for (const { name } of originals) byName.delete(name)

/** Requests with one or two random mistakes. */
export const mutations = [...byName.values()]
