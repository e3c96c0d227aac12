export { addDatabaseCommands, type CommandOptions } from './commands.ts'
export { databaseUrl, refuseInProduction, shownUrl } from './environment.ts'
export { print } from './output.ts'
export { explain, run } from './run.ts'
