export { addDatabaseCommands, type CommandOptions } from './commands.ts'
export { databaseUrlOf, refuseInProduction, shownUrlOf } from './environment.ts'
export { print } from './output.ts'
export { errorMessage, run } from './run.ts'
