export type { AuditTrail } from './audit.ts'
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
export {
  type AccountNotices,
  type Context,
  createContext,
  type Limit,
  type RequestOptions,
  type WebhookSettings,
} from './context.ts'
export type { AnyConnection, AnyStore } from './database.ts'
export {
  type ErrorData,
  type ErrorDetails,
  type ErrorShape,
  type Refuse,
  type Refuses,
  rowOrThrow,
} from './errors.ts'
export type { KeyedCall, KeyStorage } from './idempotency.ts'
export { body, day, decimal, email, fullName, id, instant, limit, line, storable, usernames, uuid } from './inputs.ts'
export { inlined, type Keyset, keyset, type Page, type Position, pageOf, readCount } from './keyset.ts'
export type { Access, Meta, ProcedureBuilder } from './procedure-builder.ts'
export type {
  AlwaysReason,
  CommonReason,
  InputReason,
  MissingReason,
  ReasonDeclaration,
  Reasons,
} from './reasons.ts'
export type { RootTypes, RouterBuilder, RouterReasons } from './router-types.ts'
export { initRpc } from './rpc.ts'
export { accessRule, actingUserId, ownedBy, type Rule, type Ruled } from './rules.ts'
export { tree } from './tree.ts'
export { assertNotStale, atVersion, changes, version } from './versions.ts'
