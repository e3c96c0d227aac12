/** The database that `DATABASE_URL` names: by default a file with the name of the domain. */
export const databaseUrlOf = (name: string): string => process.env.DATABASE_URL || `file:./data/${name}.db`

/** The same without its password, for output. */
export const shownUrlOf = (name: string): string => databaseUrlOf(name).replace(/:\/\/([^@/]*)@/, '://')

/** In production, commands that remove or add rows need `--force`. */
export function refuseInProduction(force: true | undefined, message: string): void {
  if (process.env.NODE_ENV === 'production' && !force) throw new Error(`This is production. ${message}`)
}
