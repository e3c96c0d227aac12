export { disablePretenuring, type Env, identitySettings, observability } from '@trellis/host'
export { createApp } from './app.ts'
export { readEnv } from './env.ts'
