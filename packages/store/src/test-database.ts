/** A database made for tests, and how to remove it. */
export interface TestDatabase {
  url: string
  remove(): Promise<void>
}
