import { get, inUrl, post } from './request.ts'

const paths = [
  'hello echo books.byId books.rename save touch late.hello late.save fail failToSave throwError throwText throwNothing',
  'rejectLater errorShape badOutput context rawInput otherRawInput merged noResult stopped options ownCaller instrumented',
  'byFunction byRefusal byThenable byAsyncSchema byStandardSchema inputTwiceList inputAround outputAround outputTwice',
  'outputLater outputOfNoResult outputOfFailure parserOfSomebody nextTwice concatenated',
  'nothing nil moment unicode nested json bigint cyclic head headThenFailure generator promised iterableInside',
  'promiseInArray deepPromise readable generateAll form octets ticks tracked observed brokenTicks',
].flatMap((line) => line.split(' '))

/** Every procedure without an input. */
export const callsWithoutInput = paths.map((path) => get(path))

/** Every procedure with an input in the URL, and with one in the body. */
export const callsWithInput = paths.flatMap((path) => [
  get(`${path}?input=${inUrl({ id: 1, name: 'x', code: 'NOT_FOUND', to: 3 })}`),
  post(path, JSON.stringify({ id: 1, name: 'x', code: 'CONFLICT' })),
])
