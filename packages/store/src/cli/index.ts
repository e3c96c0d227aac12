export { addDatabaseCommands, type CommandOptions } from './commands.ts'
export { generateMigrations } from './drizzle-kit.ts'
export { databaseUrlOf, errorMessage, print, refuseInProduction, run, shownUrlOf } from './program.ts'
