import { type SignIn, type SignInOptions, signInOf } from '@trellis/identity/sign-in'
import type { IdentityTables, RoleOf } from '@trellis/identity/tables'
import type { Context } from '@trellis/rpc'
import type { ApiDescription } from '@trellis/rpc/openapi'
import type { AnyTables, OperatedDatabase, Store } from '@trellis/store'
import type { AnyTRPCRouter, inferRouterContext } from '@trpc/server'
import type { AnyRelations } from 'drizzle-orm'

/** The tables of a domain that is served: the tables of sign-in, and its own. */
export type DomainTables = IdentityTables & AnyTables

/** A domain, to serve and to operate: a database and its procedures, with sign-in. */
export interface Domain<Tables extends DomainTables, Relations extends AnyRelations> {
  /** In lower-case letters: the name of its command, and the start of its metrics, keys and backups. */
  readonly name: string
  /** The name that people read. */
  readonly product: string
  readonly database: OperatedDatabase<Tables, Relations>
  readonly router: AnyTRPCRouter
  readonly signIn: SignIn
  readonly api: ApiDescription
}

/** A domain of any tables and relations, for code that needs only the tables of sign-in. */
export type AnyDomain = Domain<DomainTables, AnyRelations>

/** The declaration of a domain. */
export interface DomainDefinition<
  Tables extends DomainTables,
  Relations extends AnyRelations,
  Router extends AnyTRPCRouter,
> {
  readonly product: string
  readonly database: OperatedDatabase<Tables, Relations>
  /** The procedures, on the store of this database. */
  readonly router: Router & RunsOn<Router, Store<Tables, Relations>>
  readonly signIn?: Omit<SignInOptions, 'product'>
  readonly api: Omit<ApiDescription, 'title'>
}

/** Nothing more if the procedures of a router run on a store. */
type RunsOn<Router extends AnyTRPCRouter, On extends Store<DomainTables, AnyRelations>> =
  Context<On, RoleOf<On>> extends inferRouterContext<Router> ? unknown : 'The procedures are of another store.'

/** Takes the parts of a domain, and returns the value that `serve` and the operators' commands take. */
export function defineDomain<
  Tables extends DomainTables,
  Relations extends AnyRelations,
  Router extends AnyTRPCRouter,
>({ product, database, router, signIn, api }: DomainDefinition<Tables, Relations, Router>): Domain<Tables, Relations> {
  const { name } = database
  return {
    name,
    product,
    database,
    router,
    signIn: signInOf(name, { product, ...signIn }),
    api: { title: product, ...api },
  }
}
