export { callerFinder } from './callers.ts'
export { createIdentity, type Identity, type IdentitySettings } from './identity.ts'
export { authRoutes } from './routes.ts'
export { sweep, sweepRegularly } from './sweeper.ts'
