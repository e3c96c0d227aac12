import { type Env, readEnv as readEnvOf } from '@trellis/host'

/** Reads the environment of the blog's server. @throws EnvError */
export const readEnv = (variables: Record<string, string | undefined>): Env => readEnvOf(variables, 'trellis')
