import type { Store } from '@trellis/store'
import type { AnyRelations } from 'drizzle-orm'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { DomainTables } from './domain.ts'
import type { Env } from './env.ts'
import type { Observability } from './observability/index.ts'

/** The facts about the host that pages need. */
export interface PageOptions<Settings extends Env = Env> {
  readonly env: Settings
  readonly log: Logger
  /** Whether the pages are served over HTTPS only. */
  readonly secure: boolean
  /** The address of a request as its sender sees it, also behind a proxy. */
  readonly urlOf: (request: FastifyRequest) => URL
}

/** The options of a host. */
export interface HostOptions<Tables extends DomainTables, Relations extends AnyRelations, Settings extends Env = Env> {
  readonly log?: Logger | undefined
  readonly watch?: Observability | undefined
  /** Once it is aborted, the host tells balancers and clients to go elsewhere, and still serves requests. */
  readonly stopping?: AbortSignal | undefined
  /** The module of the operators' commands, which makes backups. */
  readonly command?: URL | undefined
  /** Adds pages: `/*` is theirs. */
  readonly pages?:
    | ((app: FastifyInstance, store: Store<Tables, Relations>, options: PageOptions<Settings>) => Promise<void>)
    | undefined
}
