export { asksForEvents } from './events.ts'
export type { RestPluginOptions } from './handler.ts'
export { restPlugin } from './plugin.ts'
export { sendProblem } from './response.ts'
