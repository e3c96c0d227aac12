/** The database that `DATABASE_URL` names. */
export const databaseUrl = process.env.DATABASE_URL || 'file:./data/trellis.db'

/** The same as it may be shown: without its password. */
export const shownUrl = databaseUrl.replace(/:\/\/([^@/]*)@/, '://')

/** In production, what removes or adds rows needs `--force`. */
export function refuseInProduction(force: true | undefined, message: string): void {
  if (process.env.NODE_ENV === 'production' && !force) throw new Error(`This is production. ${message}`)
}
