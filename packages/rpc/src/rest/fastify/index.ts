export { type RestPluginOptions, restPlugin } from './plugin.ts'
export { sendProblem } from './response.ts'
