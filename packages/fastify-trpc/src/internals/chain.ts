import { type AnyTRPCMiddlewareFunction, type AnyTRPCProcedure, initTRPC } from '@trpc/server'
import {
  createInputMiddleware,
  createOutputMiddleware,
  getParseFn,
  type Parser,
} from '@trpc/server/unstable-core-do-not-import'

/** The middlewares of a procedure. Each runs the next one; the last one runs the resolver. */
export interface Chain {
  readonly steps: readonly Step[]
  readonly meta: unknown
}

type Step =
  | { readonly kind: 'input' | 'output'; readonly parse: Parse }
  | { readonly kind: 'middleware'; readonly run: AnyTRPCMiddlewareFunction }

/** Parses a value, synchronously or not, or throws. */
export type Parse = (value: unknown) => unknown

/** Reads the chain of a procedure. `null` if the procedure is not tRPC's own function and must be called as a function. */
export function readChain(procedure: AnyTRPCProcedure): Chain | null {
  return isWrapped(procedure) ? null : chainIn(procedure._def)
}

const ownSource = String(initTRPC.create().procedure.query(() => null))
const inputSource = String(createInputMiddleware((value) => value))
const outputSource = String(createOutputMiddleware((value) => value))

/** Whether a procedure is not tRPC's own function, but for example an instrumented one. */
function isWrapped(procedure: AnyTRPCProcedure): boolean {
  return String(procedure) !== ownSource || procedure._def.experimental_caller
}

function chainIn(definition: object): Chain | null {
  if (!isDefinition(definition)) return null
  const { middlewares, inputs, output, meta } = definition
  const sources = middlewares.map(String)
  // Each parsing middleware needs its parser in the definition. Otherwise another library made it, with an unknown
  // parser.
  const inputParsers = sources.filter((source) => source === inputSource).length === inputs.length ? [...inputs] : []
  const outputParser = sources.filter((source) => source === outputSource).length === 1 ? output : undefined
  const steps = middlewares.map((run, index): Step => {
    const source = sources[index]
    const parser = source === inputSource ? inputParsers.shift() : source === outputSource ? outputParser : undefined
    if (!parser) return { kind: 'middleware', run }
    return { kind: source === inputSource ? 'input' : 'output', parse: getParseFn(parser) }
  })
  return { steps, meta }
}

interface Definition {
  readonly middlewares: readonly AnyTRPCMiddlewareFunction[]
  readonly inputs: readonly Parser[]
  readonly output?: Parser
  readonly meta: unknown
}

function isDefinition(definition: object): definition is Definition {
  return (
    'middlewares' in definition &&
    Array.isArray(definition.middlewares) &&
    'inputs' in definition &&
    Array.isArray(definition.inputs) &&
    'meta' in definition
  )
}
