import { TRPCError } from '@trpc/server'
import type { RouterConfig } from './internals/router.ts'

/**
 * The inputs of the calls of one request, parsed when the first of them is read. A procedure without an input never
 * reads them.
 */
export class Inputs {
  readonly #json: string | undefined
  readonly #config: RouterConfig
  readonly #batchSize: number | undefined
  #values: readonly unknown[] | undefined
  #error: TRPCError | undefined

  /** `json` is the text that was sent, if any. `batchSize` is `undefined` for a single call. */
  constructor(json: string | undefined, config: RouterConfig, batchSize: number | undefined) {
    this.#json = json
    this.#config = config
    this.#batchSize = batchSize
  }

  /** The input of the call at `index`. Invalid inputs throw the same error each time they are read. */
  read(index: number): unknown {
    this.#values ??= this.#parse()
    return this.#values[index]
  }

  /** The input of the call at `index` if the inputs were read before, else `undefined`. */
  peek(index: number): unknown {
    return this.#values?.[index]
  }

  #parse(): readonly unknown[] {
    if (this.#error) throw this.#error
    if (this.#json === undefined) return []
    try {
      const sent: unknown = JSON.parse(this.#json)
      if (this.#batchSize === undefined) return [this.#config.transformer.input.deserialize(sent)]
      return this.#parseBatch(sent, this.#batchSize)
    } catch (cause) {
      this.#error = asBadRequest(cause)
      throw this.#error
    }
  }

  #parseBatch(sent: unknown, size: number): readonly unknown[] {
    if (!isRecord(sent)) {
      throw new TRPCError({
        code: 'BAD_REQUEST',
        message: '"input" needs to be an object when doing a batch call',
      })
    }
    const values: unknown[] = []
    for (let index = 0; index < size; index++) {
      const input = sent[index]
      values.push(input === undefined ? undefined : this.#config.transformer.input.deserialize(input))
    }
    return values
  }
}

function isRecord(value: unknown): value is Record<number, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asBadRequest(cause: unknown): TRPCError {
  if (cause instanceof TRPCError) return cause
  return new TRPCError({
    code: 'BAD_REQUEST',
    message: cause instanceof Error ? cause.message : 'Invalid input',
    cause,
  })
}
