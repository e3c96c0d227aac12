export { clientTypes, trpcVersion } from './declarations.ts'
