import { expectTypeOf, test } from 'vitest'
import type { AppRouter, RouterInputs, RouterOutputs, RouterReasons } from './index.ts'

type IsAny<T> = 0 extends 1 & T ? true : false
/** Whether there is an `any` anywhere in a type. */
type HasAny<T> =
  IsAny<T> extends true
    ? true
    : T extends object
      ? true extends { [K in keyof T]: HasAny<T[K]> }[keyof T]
        ? true
        : false
      : false

test('no input and no output of any procedure contains an any', () => {
  type Outputs = { [N in keyof RouterOutputs]: { [P in keyof RouterOutputs[N]]: HasAny<RouterOutputs[N][P]> } }
  type Inputs = { [N in keyof RouterInputs]: { [P in keyof RouterInputs[N]]: HasAny<RouterInputs[N][P]> } }
  type Some<T> = { [N in keyof T]: T[N][keyof T[N]] }[keyof T]
  expectTypeOf<Some<Outputs>>().toEqualTypeOf<false>()
  expectTypeOf<Some<Inputs>>().toEqualTypeOf<false>()
  // Checks that the type above finds an `any`.
  expectTypeOf<HasAny<{ a: { b: unknown[] }; c: ReturnType<typeof JSON.parse>[] }>>().toEqualTypeOf<true>()
})

test('a post has all nested values', () => {
  expectTypeOf<RouterOutputs['posts']['byId']>().toEqualTypeOf<{
    id: number
    title: string
    content: string
    authorId: number
    author: { id: number; username: string; fullName: string | null }
    category: { id: number; name: string } | null
    tags: { id: number; name: string }[]
    likeCount: number
    commentCount: number
    likedByViewer: boolean
    draft: boolean
    version: number
    createdAt: string
    updatedAt: string
  }>()
})

test('lists are pages of the output of byId', () => {
  type Post = RouterOutputs['posts']['byId']
  type Page<T> = { items: T[]; nextCursor: string | null }
  expectTypeOf<RouterOutputs['posts']['list']>().toEqualTypeOf<Page<Post>>()
  expectTypeOf<RouterOutputs['tags']['posts']>().toEqualTypeOf<Page<Post>>()
  expectTypeOf<RouterOutputs['feed']['list']>().toEqualTypeOf<Page<Post>>()
  expectTypeOf<RouterOutputs['users']['byId']['posts']>().toEqualTypeOf<Page<Post>>()
  expectTypeOf<RouterOutputs['search']['posts']>().toEqualTypeOf<Page<{ post: Post; snippet: string }>>()
  expectTypeOf<RouterOutputs['users']['list']['items'][number]['profile']>().toEqualTypeOf<{
    id: number
    userId: number
    fullName: string
    bio: string | null
    version: number
  } | null>()
})

test('the caller is one of three kinds', () => {
  expectTypeOf<RouterOutputs['viewer']['current']>().toEqualTypeOf<
    { id: number; username: string; role: 'user' | 'admin' } | { service: string } | null
  >()
})

test('inputs have optional properties and exclusive alternatives', () => {
  expectTypeOf<RouterInputs['posts']['byId']>().toEqualTypeOf<{ id: number }>()
  expectTypeOf<RouterInputs['stats']['blog']>().toEqualTypeOf<void>()
  expectTypeOf<RouterInputs['likes']['like']>().toEqualTypeOf<{ postId: number; userId?: number | undefined }>()
  expectTypeOf<RouterInputs['employees']['move']>().toEqualTypeOf<{
    id: number
    managerId: number | null
    version?: number | undefined
  }>()
  expectTypeOf<RouterInputs['users']['delete']['posts']>().toEqualTypeOf<
    'cascade' | 'restrict' | { reassignTo: number } | undefined
  >()
  expectTypeOf<RouterInputs['posts']['update']['category']>().toEqualTypeOf<
    { connect: { id: number } } | { connectOrCreate: { name: string } } | { disconnect: true } | undefined
  >()
  expectTypeOf<RouterInputs['posts']['list']['cursor']>().toEqualTypeOf<string | null | undefined>()
})

test('errors carry a reason and fields', () => {
  type Data = AppRouter['_def']['_config']['$types']['errorShape']['data']
  expectTypeOf<Data['reason']>().extract<null>().toEqualTypeOf<null>()
  expectTypeOf<Data['fields']>().toEqualTypeOf<Record<string, string> | null>()
  expectTypeOf<'USER_NOT_FOUND'>().toExtend<Data['reason']>()
  expectTypeOf<'NO_SUCH_REASON'>().not.toExtend<Data['reason']>()
})

test('there is every reason, with those that every API has', () => {
  type Data = AppRouter['_def']['_config']['$types']['errorShape']['data']
  type Declared = { [Noun in keyof RouterReasons]: RouterReasons[Noun][keyof RouterReasons[Noun]] }[keyof RouterReasons]
  // No procedure declares these: no deletion leaves it to the database whether something refers to the row, and no input names a follow.
  expectTypeOf<Exclude<Data['reason'], null>>().toEqualTypeOf<Declared | 'IN_USE' | 'UNFOLLOWED'>()
})

test('a procedure says which reasons it refuses with', () => {
  type Always =
    | 'UNAVAILABLE'
    | 'RATE_LIMITED'
    | 'RESPONSE_TOO_LARGE'
    | 'CHANGED_MEANWHILE'
    | 'KEY_REUSED'
    | 'KEY_LIMITED'
  expectTypeOf<RouterReasons['tags']['create']>().toEqualTypeOf<
    Always | 'INVALID_INPUT' | 'NOT_SIGNED_IN' | 'TAG_EXISTS'
  >()
  expectTypeOf<RouterReasons['posts']['delete']>().toEqualTypeOf<
    Always | 'INVALID_INPUT' | 'NOT_SIGNED_IN' | 'NOT_ALLOWED' | 'POST_NOT_FOUND'
  >()
  expectTypeOf<RouterReasons['posts']['list']>().toEqualTypeOf<Always | 'INVALID_INPUT' | 'INVALID_CURSOR'>()
  expectTypeOf<RouterReasons['viewer']['current']>().toEqualTypeOf<Always>()
})

test('updates that take a version can be stale', () => {
  type Stale<Noun> = { [Name in keyof Noun]: 'STALE' extends Noun[Name] ? Name : never }[keyof Noun]
  expectTypeOf<Stale<RouterReasons['posts']>>().toEqualTypeOf<'update'>()
  expectTypeOf<Stale<RouterReasons['employees']>>().toEqualTypeOf<'update' | 'move'>()
  expectTypeOf<Stale<RouterReasons['tags']>>().toEqualTypeOf<never>()
})
