/** The part of a domain that test databases need. */
export interface Migrated {
  name: string
  migrate(url: string): Promise<void>
}

/** A test database, and the function that removes it. */
export interface TestDatabase {
  url: string
  remove(): Promise<void>
}

/** The test databases of an engine. */
export interface TestDialect {
  /** Creates the place of the templates. `durable`: commits wait for the disk. */
  start(options: { durable: boolean }): Promise<TestDatabase>
  /** Copies the template of a domain. Creates the template if it does not exist. */
  copy(templates: string, domain: Migrated): Promise<TestDatabase>
  /** The plan of a statement, a step on each line. */
  explain(url: string, statement: string, values: unknown[]): Promise<string>
  /** Makes transactions that write overlap as long as the engine can. */
  overlapWrites(url: string): Promise<void>
}
