export { addDatabaseCommands, type CommandOptions } from './commands.ts'
export { databaseUrlOf, errorMessage, print, refuseInProduction, run, shownUrlOf } from './program.ts'
