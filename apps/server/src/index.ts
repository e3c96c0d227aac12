export { createApp } from './app.ts'
export { type Env, identitySettings, readEnv } from './env.ts'
export { disablePretenuring } from './garbage-collection.ts'
export { observability } from './observability/index.ts'
