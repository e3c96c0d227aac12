export { type AuditEvent, type AuditTrail, keysOf } from './audit.ts'
export {
  type Caller,
  callerName,
  type DefaultRole,
  isPrivileged,
  isRecent,
  type KeyLimits,
  type KnownCaller,
  type User,
  viewerId,
} from './caller.ts'
export { type AccountNotices, type Context, createContext, type Limit } from './context.ts'
export type { AnyConnection, AnyStore } from './database.ts'
export {
  ApiError,
  describeError,
  type ErrorData,
  type ErrorDetails,
  type ErrorShape,
  type Refuse,
  type Refuses,
  rowOrThrow,
} from './errors.ts'
export type { KeyedCall, KeyStorage } from './idempotency.ts'
export { body, email, fullName, id, instant, limit, line, storable, usernames } from './inputs.ts'
export {
  afterName,
  isAfterName,
  isNewer,
  isOlder,
  type NamePosition,
  newerThan,
  olderThan,
  type TimePosition,
  timeKey,
} from './keyset.ts'
export {
  byId,
  byName,
  byTime,
  literal,
  moment,
  NEWEST,
  OLDEST,
  type Page,
  page,
  pageOf,
  readCount,
  rowId,
  toPage,
} from './pages.ts'
export type { Access, Meta, ProcedureBuilder } from './procedure-builder.ts'
export { type Procedure, procedures } from './procedures.ts'
export {
  type AlwaysReason,
  type CommonReason,
  commonReasons,
  type InputReason,
  type MissingReason,
  type ReasonDeclaration,
  type Reasons,
} from './reasons.ts'
export { reference } from './reference.ts'
export { assertRoom } from './response-size.ts'
export type { RootTypes, RouterBuilder } from './router-builder.ts'
export type { RouterReasons } from './router-reasons.ts'
export { initRpc } from './rpc.ts'
export { accessRule, actingUserId, ownedBy, type Rule, type Ruled } from './rules.ts'
export { assertNotStale, atVersion, changes, version } from './versions.ts'
