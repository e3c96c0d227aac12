/** The database that `DATABASE_URL` names. */
export const databaseUrl = process.env.DATABASE_URL || 'file:./data/trellis.db'

/** The same without its password, for output. */
export const shownUrl = databaseUrl.replace(/:\/\/([^@/]*)@/, '://')

/** In production, commands that remove or add rows need `--force`. */
export function refuseInProduction(force: true | undefined, message: string): void {
  if (process.env.NODE_ENV === 'production' && !force) throw new Error(`This is production. ${message}`)
}
