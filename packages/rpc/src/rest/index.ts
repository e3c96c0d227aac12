export { type Field, fieldsOf } from './fields.ts'
export { PROBLEM_JSON, type Problem, problem } from './problem.ts'
export type { Method, PathParameter } from './route.ts'
export { type RestMeta, type Route, routesOf } from './routes.ts'
