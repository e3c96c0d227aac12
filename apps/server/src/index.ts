export { disablePretenuring, type Env, identitySettings, observability, readEnv } from '@trellis/host'
export { createApp } from './app.ts'
