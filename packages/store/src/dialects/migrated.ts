/** The part of a domain that test databases need. */
export interface Migrated {
  name: string
  migrate(url: string): Promise<void>
}
