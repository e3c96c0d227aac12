import { batches, streams } from './batches.ts'
import { malformedBodies } from './bodies.ts'
import { callsWithInput, callsWithoutInput } from './calls.ts'
import { headersOfAllKinds } from './headers.ts'
import { inputs } from './inputs.ts'
import { methodsOfAllKinds } from './methods.ts'
import { mutations } from './mutations.ts'
import { unusualPaths } from './paths.ts'
import type { NamedRequest } from './request.ts'

/** Well-formed and malformed requests, by what varies in them. */
export const requests: Readonly<Record<string, readonly NamedRequest[]>> = {
  calls: [...callsWithoutInput, ...callsWithInput],
  inputs,
  bodies: malformedBodies,
  batches,
  streams,
  methods: methodsOfAllKinds,
  paths: unusualPaths,
  headers: headersOfAllKinds,
  mutations,
}

/** The requests whose responses depend on the configuration of the server. */
export const everywhere: readonly NamedRequest[] = [...callsWithInput, ...batches]
