/** A test database, and the function that removes it. */
export interface TestDatabase {
  url: string
  remove(): Promise<void>
}
