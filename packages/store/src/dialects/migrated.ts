/** What test databases need to know of a domain. */
export interface Migrated {
  name: string
  migrate(url: string): Promise<void>
}
